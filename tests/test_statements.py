"""Statements whose text is worked out once answer as Django's own queries do, on both databases."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from huiying.accounts.models import Person
from huiying.cases.models import Cause
from huiying.statements import Statement, insert, update

pytestmark = pytest.mark.django_db

BY_ID = Statement(lambda ident: Person.objects.filter(pk=ident))
BY_NAME = Statement(lambda name: Person.objects.filter(username=name), texts=True)
NAMES = Statement(
    lambda least, most: (
        Person.objects.filter(pk__gte=least, pk__lte=most)
        .order_by("pk")
        .values_list("username", "is_active")
    )
)


def person(name: str) -> Person:
    return Person.objects.create(username=name, name=name)


def test_what_comes_back_is_the_model_django_would_give() -> None:
    fang = person("王芳")
    found = BY_ID.first(fang.pk)
    again = Person.objects.get(pk=fang.pk)
    assert found == again
    assert {f.attname: getattr(found, f.attname) for f in Person._meta.concrete_fields} == {
        f.attname: getattr(again, f.attname) for f in Person._meta.concrete_fields
    }
    assert found is not None
    assert not found._state.adding


def test_each_call_answers_for_its_own_values() -> None:
    fang, qiang = person("王芳"), person("李强")
    assert [BY_ID.first(who.pk) for who in (fang, qiang, fang)] == [fang, qiang, fang]
    assert BY_NAME.first("李强") == qiang
    assert BY_NAME.first("李强' OR '1'='1") is None


def test_values_go_where_they_belong_and_types_come_back() -> None:
    fang, qiang = person("王芳"), person("李强")
    assert NAMES.all(fang.pk, qiang.pk) == [("王芳", True), ("李强", True)]
    assert NAMES.all(qiang.pk, fang.pk) == []


def test_nothing_found_is_none() -> None:
    assert BY_ID.first(0) is None


def test_one_call_is_one_query() -> None:
    fang = person("王芳")
    with CaptureQueriesContext(connection) as queries:
        BY_ID.first(fang.pk)
    assert len(queries) == 1


def test_an_inserted_row_has_its_id_and_is_no_longer_new() -> None:
    cause = Cause(code="T1", name="设施老化")
    insert(cause)
    assert Cause.objects.get(pk=cause.pk).name == "设施老化"
    assert not cause._state.adding
    cause.name = "设施缺失"
    cause.save()
    assert Cause.objects.filter(code="T1").count() == 1


def test_the_database_still_refuses_what_may_not_be() -> None:
    insert(Cause(code="T1", name="设施老化"))
    with pytest.raises(IntegrityError):
        insert(Cause(code="T1", name="另一个"))


def test_an_update_writes_the_named_columns_and_no_other() -> None:
    cause = Cause.objects.create(code="T1", name="设施老化")
    cause.name, cause.code = "设施缺失", "T2"
    update(cause, ("name",))
    cause.refresh_from_db()
    assert (cause.code, cause.name) == ("T1", "设施缺失")
