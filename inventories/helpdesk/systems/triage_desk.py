"""The triage desk: puts every ticket on the board of one desk. It asks the routing API for the queue."""

from systems.routing_api import RoutingApi

DESKS = {
    "account": "identity-desk",
    "billing": "finance-desk",
    "product": "shop-desk",
    "returns": "returns-desk",
    "shipping": "delivery-desk",
    "technical": "device-desk",
}


class TriageDesk:
    def __init__(self, api=None):
        self._api = api or RoutingApi()

    def place(self, ticket):
        routed = self._api.route(ticket["text"])
        desk = DESKS.get(routed["queue"])
        if desk is None:
            raise RuntimeError(f"no desk serves the queue {routed['queue']!r}")
        return {"request_id": routed["request_id"], "desk": desk}

    def close(self):
        self._api.close()
