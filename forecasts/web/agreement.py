"""How far a second reviewer, who does not see the decision, comes to the same one."""

from flask import Blueprint, render_template

from forecasts.domain.policies import Policy
from forecasts.services.second_looks import agreement
from forecasts.web.context import context

bp = Blueprint("agreement", __name__)


@bp.get("/review/agreement")
def show() -> str:
    """The agreement so far, with its count and interval, and how decisions are drawn."""
    here = context()
    with here.database.reading() as reading:
        found = agreement(reading)
    return render_template(
        "review/agreement.html",
        agreement=found,
        share=here.config.second_looks,
        solo=here.config.policy is Policy.SOLO,
    )
