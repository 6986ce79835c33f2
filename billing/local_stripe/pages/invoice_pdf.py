"""The invoice as a PDF: the same figures as its page, set by Typst with the fonts it carries."""

import json
from pathlib import Path

import typst

from billing.local_stripe.pages.invoice_view import InvoiceView, sums
from billing.local_stripe.pages.layout import Tongue

TEMPLATE = Path(__file__).with_name("invoice.typ")


def invoice_pdf(tongue: Tongue, view: InvoiceView) -> bytes:
    """Return the file."""
    say = tongue.say
    facts = [
        [say("invoice_from"), view.seller],
        [say("invoice_to"), *view.buyer],
        [say("invoice_date"), tongue.date(view.created)],
    ]
    if view.paid_at:
        facts.append([say("invoice_paid_on"), tongue.date(view.paid_at)])
    elif view.status == "open" and view.due:
        facts.append([say("invoice_due"), tongue.date(view.due)])
    data = {
        "lang": tongue.lang,
        "title": say("invoice_title", number=view.number or say("invoice_draft")),
        "test": say("test_payment"),
        "status": say(f"status_{view.status}"),
        "seller": view.seller,
        "facts": facts,
        "columns": [say("column_what"), say("column_quantity"), say("column_amount")],
        "lines": [
            {
                "title": line.title,
                "note": line.note,
                "quantity": str(line.quantity),
                "amount": tongue.money(line.amount, view.bill.currency),
            }
            for line in view.bill.lines
        ],
        "sums": sums(tongue, view),
        "page_of": say("page_of", page="#p", pages="#n"),
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    made = typst.compile(str(TEMPLATE), sys_inputs=inputs, ignore_system_fonts=True)
    if not isinstance(made, bytes):
        raise TypeError("One PDF was expected.")
    return made
