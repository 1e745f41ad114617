"""The same certificates by WeasyPrint; it runs in an environment of its own, so it imports nothing of ours."""

import html
import io
import json
import sys
import time
from typing import Any

import segno
import weasyprint
from weasyprint.text.fonts import FontConfiguration

FACES = {
    "Bitter": [("bitter-semibold", 600)],
    "Noto Sans": [("noto-sans-regular", 400), ("noto-sans-bold", 700)],
    "Noto Naskh Arabic": [("noto-naskh-arabic-regular", 400), ("noto-naskh-arabic-bold", 700)],
}
STYLE = """@page { size: A4 landscape; margin: 18mm } body { font-family: "Noto Sans", "Noto Naskh Arabic"; font-size: 11pt }
h1, .name { font-family: Bitter, "Noto Naskh Arabic" } .name { font-size: 26pt } dl div { display: inline-block; width: 30% }
dt { font-size: 8pt } dd { margin: 0; font-weight: 700 } img { width: 43mm; float: right }"""


def page(given: dict[str, Any]) -> str:
    """Every word of the certificate, with headings, a list of its boxes and a text for the QR code."""
    said = {name: html.escape(value) for name, value in given.items() if isinstance(value, str)}
    names = "".join(
        f'<p class="name" lang="{each["language"]}" dir="{each["dir"]}">{html.escape(each["text"])}</p>' for each in given["names"]
    )
    boxes = "".join(f"<div><dt>{html.escape(box['label'])}</dt><dd>{html.escape(box['value'])}</dd></div>" for box in given["boxes"])
    return f"""<!doctype html><html lang="{said["language"]}" dir="{said["dir"]}"><head><title>{said["document_title"]}</title></head><body>
<p>{said["site"]}</p><h1>{said["heading"]}</h1><img src="data:image/svg+xml;utf8,{drawn(given["check_url"])}" alt="{said["qr_alt"]}">
<h2>{said["title"]}</h2><p>{said["holder_label"]}</p>{names}<p>{said["sentence"]}</p><p>{said["stamp"]} {said["stamp_date"]}</p>
<dl>{boxes}</dl><p>{said["notice"]}</p><p>{said["check_label"]} {said["check_address"]}</p></body></html>"""


def drawn(address: str) -> str:
    code = io.BytesIO()
    segno.make_qr(address, error="m", boost_error=False).save(code, kind="svg", border=4, xmldecl=False, omitsize=True)
    return html.escape(code.getvalue().decode().replace("#", "%23"))


def main() -> None:
    given = json.load(sys.stdin)
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("file://{given["fonts"]}/{file}.ttf") }}'
        for family, files in FACES.items()
        for file, weight in files
    ]
    fonts = FontConfiguration()
    style = weasyprint.CSS(string="\n".join([*faces, STYLE]), font_config=fonts)
    began = 0.0
    for number, each in enumerate(given["certificates"]):
        if number == 1:
            began = time.process_time()
        made = weasyprint.HTML(string=page(each)).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
        assert made.startswith(b"%PDF-")
    print((time.process_time() - began) / (len(given["certificates"]) - 1))


if __name__ == "__main__":
    main()
