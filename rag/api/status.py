"""What runs here: the index in use, liveness and readiness."""

from fastapi import APIRouter

from rag.api.schemas import ErrorReply, HealthReply, IndexReply
from rag.assistant import Assistant


class Status:
    """GET /index, /healthz and /readyz."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def router(self) -> APIRouter:
        """The route that wants the key, where one is set."""
        router = APIRouter(tags=["service"])
        router.add_api_route(
            "/index", self.index, summary="The index in use", response_model=IndexReply
        )
        return router

    def open_router(self) -> APIRouter:
        """The routes for whoever watches the service; they never want a key."""
        router = APIRouter(tags=["service"])
        router.add_api_route(
            "/healthz", self.alive, summary="Is it alive?", response_model=HealthReply
        )
        router.add_api_route(
            "/readyz",
            self.ready,
            summary="Can it answer?",
            response_model=HealthReply,
            responses={503: {"model": ErrorReply, "description": "Not yet; `message` says why."}},
        )
        return router

    def index(self) -> IndexReply:
        """Version, counts, models and build time of the index that answers come from."""
        snapshot, docket = self._assistant.snapshot(), self._assistant.docket
        manifest = snapshot.manifest
        return IndexReply(
            version=snapshot.version,
            docket=manifest.docket,
            docket_title=docket.title,
            created=manifest.created,
            documents=manifest.documents,
            passages=manifest.passages,
            pages=manifest.pages,
            comments_in_docket=docket.comments_in_docket,
            embedding_model=manifest.embedding_model,
            model=self._assistant.model_name,
        )

    async def alive(self) -> HealthReply:
        """Answers as long as the process does; looks at nothing."""
        return HealthReply(status="ok")

    def ready(self) -> HealthReply:
        """Ready when an index is open.

        An assistant exists only with its embedding model loaded, so that needs no second look.
        """
        return HealthReply(status="ready", index_version=self._assistant.snapshot().version)
