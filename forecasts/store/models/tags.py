"""What forecasts are about."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forecasts.domain.tags import LONGEST_TAG
from forecasts.store.base import Base


class Tag(Base):
    """A tag of a forecast."""

    __tablename__ = "tag"
    __table_args__ = (sa.Index(None, "name", "forecast_id"),)

    forecast_id: Mapped[int] = mapped_column(sa.ForeignKey("forecast.id"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(LONGEST_TAG), primary_key=True)
