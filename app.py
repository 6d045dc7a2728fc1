"""The app. Start it with `shapviz app`, or with `streamlit run app.py`.

Streamlit reads this file without running it and looks for `App(...)`, so the call must stand here.
"""

from streamlit import App

from shapviz.ui import assets, cards, exports, server

app = App(
    server.SCRIPT,
    routes=[*exports.routes(), *assets.routes()],
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=cards.failure,
)
