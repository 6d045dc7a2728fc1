"""The app. Start it with `shapviz app`, or with `streamlit run app.py`.

Streamlit reads this file without running it and looks for `App(...)`, so the call must stand here.
"""

from streamlit import App

from shapviz.ui import assets, cards, exports, server
from shapviz.ui.attribution import routes as attribution
from shapviz.ui.robustness import routes as lab

app = App(
    server.SCRIPT,
    routes=[*exports.routes(), *lab.routes(), *attribution.routes(), *assets.routes()],
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=cards.failure,
)
