"""A second opinion from a language model, through the ``llm`` package and whatever it can reach."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Document, OpinionSettings, Proposal
from forecasts.opinions.answers import SCHEMA, gather, read_answer
from forecasts.opinions.prompt import PROMPT_VERSION, SYSTEM, ask_about

if TYPE_CHECKING:
    import llm

_KEY_NAME = "forecasts"
"""The name under which ``llm`` would look for the key of an endpoint; ours is handed in."""


class LlmOpinion:
    """Asks one model; nothing is written to the log that ``llm`` keeps on the command line."""

    name = "llm"
    version = PROMPT_VERSION

    def __init__(self, settings: OpinionSettings) -> None:
        """Ask the model that the settings name.

        Raises:
            OpinionFailedError: the package is not installed.
        """
        if find_spec("llm") is None:
            raise OpinionFailedError(
                "the second opinion 'llm' needs one more package: pip install 'forecasts[llm]'"
            )
        self._settings = settings

    def propose(self, document: Document) -> tuple[Proposal, ...]:
        """What the model points at.

        Raises:
            OpinionFailedError: there is no such model, or it did not answer as it should.
        """
        model = self._model()
        with_schema = self._settings.with_schema and model.supports_schema
        response = model.prompt(
            ask_about(document),
            system=SYSTEM,
            schema=SCHEMA if with_schema else None,
            stream=model.can_stream,
            key=self._settings.key,
        )
        return read_answer(gather(response))

    def _model(self) -> "llm.Model | llm.KeyModel":
        if self._settings.endpoint is not None:
            return _model_at_endpoint(self._settings)
        import llm  # noqa: PLC0415 - only whoever asks needs it, and it is slow to load

        try:
            return llm.get_model(self._settings.model)
        except llm.UnknownModelError:
            raise OpinionFailedError(
                f"llm knows no model {self._settings.model!r}; `llm models` lists those it knows"
            ) from None


def _model_at_endpoint(settings: OpinionSettings) -> "llm.KeyModel":
    """The model of a server that speaks the protocol of OpenAI; it never sees a key for OpenAI."""
    from llm.default_plugins.openai_models import Chat  # noqa: PLC0415 - as above

    class Endpoint(Chat):
        """Tries once, and waits for no part of the answer longer than for all of it."""

        def get_client(self, key: str | None, *, async_: bool = False) -> Any:  # noqa: ANN401 - llm has no types here
            client: Any = super().get_client(key, async_=async_)  # type: ignore[no-untyped-call]
            return client.with_options(timeout=settings.seconds, max_retries=0)

    name, address = settings.model, settings.endpoint
    model = Endpoint(name, model_name=name, api_base=address, supports_schema=True)  # type: ignore[no-untyped-call]
    model.key = settings.key
    model.needs_key = _KEY_NAME if settings.key else None  # type: ignore[assignment]
    return model
