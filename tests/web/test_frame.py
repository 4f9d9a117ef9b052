"""What stands around every page: headers, permissions, errors, signing in."""

from forecasts.web.permissions import ACCESS


def test_every_route_says_who_may_use_it(app):
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert routes == ACCESS.keys()
