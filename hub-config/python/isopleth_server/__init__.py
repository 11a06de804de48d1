"""What JupyterLab's panels ask of the user's own server: the catalogue, the notebooks, the jobs. Each request is answered as that user, by that user's rights."""


def _jupyter_server_extension_points():
    return [{"module": "isopleth_server"}]


def _load_jupyter_server_extension(app):
    from isopleth_server.handlers import handlers

    app.web_app.add_handlers(".*$", handlers(app.web_app.settings["base_url"]))
