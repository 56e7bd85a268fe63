"""A pack: topics that are given together, under a title of their own."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from handout.errors import Place, Problem
from handout.model.scalars import Language, Text

_WORDS = Meta(min_length=1, max_length=80, pattern=r"\S", extra={"form": "words"})


class Pack(Struct, frozen=True, forbid_unknown_fields=True):
    """The file handouts/packs/ID.yaml: topics in the order they are read; its name is the id."""

    title: Annotated[
        str,
        _WORDS,
        Meta(
            description="what stands over the list of contents", examples=["New patient: heel pain"]
        ),
    ]
    handouts: Annotated[
        tuple[Text, ...],
        Meta(
            description="the ids of the topics", min_length=2, max_length=20,
            examples=[["sciatica", "footwear"]],
        ),
    ]  # fmt: skip
    summary: Annotated[
        str,
        Meta(
            max_length=300,
            description="the pack in one sentence",
            examples=["What heel pain is, the shoes that help, and exercises to start with."],
        ),
    ] = ""
    language: Annotated[
        Language, Meta(description="the language of the pack and its topics, as in BCP 47")
    ] = "en-GB"
    place: Place | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of the topics."""
        return tuple(topic.value for topic in self.handouts)


def pack_problems(pack: Pack) -> Iterator[Problem]:
    """What no single field can say: a topic that stands twice."""
    for index, topic in enumerate(pack.handouts):
        if topic.value in pack.topics[:index]:
            yield Problem(f"{topic.value!r} stands twice in the pack", topic.place, "take one out")
