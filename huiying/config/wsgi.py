"""The WSGI application that granian serves."""

import gc
import multiprocessing
import os
import signal

from django.core.wsgi import get_wsgi_application

from huiying.config.supervisor import die_with_parent

# A web worker whose parent was killed would go on listening for ever and keep the port from the
# service that is started again. Nothing accepted is lost with it: that is on the disk already.
die_with_parent(signal.SIGKILL)
_parent = multiprocessing.parent_process()
if _parent is not None and _parent.pid != os.getppid():
    raise SystemExit(1)  # it died before the kernel knew what to do then
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
application = get_wsgi_application()

# What was loaded stays: the collector need not look at it again, nor after every few objects.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
