"""A page with its own style sheets becomes a PDF; layers and dark colours are taken out first."""

from __future__ import annotations

from django.http import HttpResponse

from huiying.ui.paper import as_pdf, unlayered


def test_rules_stay_and_layers_go() -> None:
    css = (
        "@layer a, b;\n@layer a { p { color: red; } @media print { q { top: 0; } } }\nb { top: 1 }"
    )
    assert unlayered(css).split() == (
        [
            "p",
            "{",
            "color:",
            "red;",
            "}",
            "@media",
            "print",
            "{",
            "q",
            "{",
            "top:",
            "0;",
            "}",
            "}",
            "b",
            "{",
            "top:",
            "1",
            "}",
        ]
    )


def test_a_page_with_our_sheets_and_scripts_becomes_a_pdf() -> None:
    page = HttpResponse(
        '<html><head><link rel="stylesheet" href="/static/ui/css/print.css">'
        '<link rel="stylesheet" href="https://elsewhere.example/x.css">'
        "<script>alert(1)</script></head><body><p>周报</p></body></html>"
    )
    made = as_pdf(page, "brief")
    assert made.content.startswith(b"%PDF-")
    assert made["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert made["Cache-Control"] == "private, no-store"
