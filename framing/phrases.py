"""What a comparison says, in English and in Spanish: one table of phrases, and nothing about it anywhere else.

In: the key of a phrase and what goes into it. Out: the phrase. Used by the words of a comparison, its notes and
its page. What the terminal prints is English.
"""

from __future__ import annotations

from typing import Any

#: The languages of a page.
LANGUAGES = ("en", "es")

_PHRASES: dict[str, tuple[str, str]] = {
    # the answer
    "and": ("and", "y"),
    "nothing yet": (
        "Nothing can be said yet: there are too few articles, or too few coded sentences, to compare.",
        "Todavía no se puede decir nada: hay muy pocos artículos, o muy pocas oraciones codificadas, para comparar.",
    ),
    "none shown": (
        "No difference is shown between {actors} in any frame or in sentiment.",
        "No se muestra ninguna diferencia entre {actors} en ningún encuadre ni en el tono.",
    ),
    "more than": (
        "{what}: {first} more than {second} by {points}",
        "{what}: {first} más que {second} por {points}",
    ),
    "of their sentences": (
        "{difference} ({high} and {low} of their sentences)",
        "{difference} ({high} y {low} de sus oraciones)",
    ),
    "not compared": (
        "{what}: {first} and {second} cannot be compared",
        "{what}: {first} y {second} no se pueden comparar",
    ),
    "not tested": ("{what}: not tested", "{what}: sin prueba"),
    "no difference": ("{what}: no difference shown", "{what}: no se muestra diferencia"),
    "tone of": ("{name} sentiment", "tono {name}"),
    "basis": ("{sentences} sentences in {articles}", "{sentences} oraciones de {articles}"),
    "counted": (
        "Counted on {basis} from predicted labels, not corrected: the model's errors are in these figures.",
        "Contado en {basis} según etiquetas predichas, sin corregir: estas cifras llevan los errores del modelo.",
    ),
    "corrected by": (
        "Predicted on {basis}, corrected by {coded} coded ones.",
        "Predicho en {basis}, corregido con {coded} codificadas.",
    ),
    "1 article": ("1 article", "1 artículo"),
    "articles": ("{n:,} articles", "{n:,} artículos"),
    "0 points": ("0 points", "0 puntos"),
    "under 1 point": ("under 1 point", "menos de 1 punto"),
    "1 point": ("1 point", "1 punto"),
    "points": ("{n} points", "{n} puntos"),
    # the notes
    "uncorrected note": (
        "uncorrected: these are counts of predicted labels; the model errs, and not the same for each actor. "
        "Code a random sample (framing sample) and give it with --gold",
        "sin corregir: son cuentas de etiquetas predichas; el modelo yerra, y no igual con cada actor. "
        "Codifique una muestra al azar (framing sample) y désela con --gold",
    ),
    "uncoded": (
        "{n:,} rows of the sample are not coded yet: left out",
        "{n:,} filas de la muestra todavía no están codificadas: no cuentan",
    ),
    "copies": (
        "copies of other articles: {n:,}, of {stories}; a story and its copies count as one article in intervals and "
        "tests",
        "copias de otros artículos: {n:,}, de {stories}; una nota y sus copias cuentan como un solo artículo en los "
        "intervalos y las pruebas",
    ),
    "1 story": ("1 story", "1 nota"),
    "stories": ("{n:,} stories", "{n:,} notas"),
    "few articles": (
        "{actor}: sentences as if from {n:.1f} articles of like length; no interval and no test under {least:.0f}: "
        "add articles",
        "{actor}: oraciones como de {n:.1f} artículos de igual largo; con menos de {least:.0f} no hay intervalo ni "
        "prueba: añada artículos",
    ),
    "gold left out": (
        "{left:,} of {n:,} gold sentences are none of an actor's, or repeat another: left out",
        "{left:,} de {n:,} oraciones codificadas no son de ningún actor, o repiten otra: no cuentan",
    ),
    "gold few": (
        "{actor}: {n} gold sentences found; intervals are wide under {least}: code more",
        "{actor}: {n} oraciones codificadas; con menos de {least} los intervalos son anchos: codifique más",
    ),
    "gold too few": (
        "{actor}: {n} gold sentences found; no corrected p-value under {least}: code more",
        "{actor}: {n} oraciones codificadas; con menos de {least} no hay valor p corregido: codifique más",
    ),
    "gold off": (
        "{actor}: by their inclusion probabilities the gold sentences stand for {total:,.0f} sentences, the corpus has "
        "{known:,}: code all that were drawn, from these articles",
        "{actor}: por sus probabilidades de inclusión las oraciones codificadas representan {total:,.0f} oraciones, el "
        "corpus tiene {known:,}: codifique todas las sorteadas, de estos artículos",
    ),
    # the page
    "title": ("{actors}: how the press frames them", "{actors}: cómo los encuadra la prensa"),
    "comparison": ("framing · comparison", "framing · comparación"),
    "frames": ("Frames", "Encuadres"),
    "sentiment": ("Sentiment", "Tono"),
    "uncorrected": ("uncorrected", "sin corregir"),
    "corrected": ("corrected", "corregido"),
    "gold alone": ("gold alone", "solo codificadas"),
    "share of sentences": ("Share of the actor's sentences, 95% interval", "Parte de las oraciones del actor, intervalo de 95%"),
    "difference": ("Difference in points", "Diferencia en puntos"),
    "shown": (
        "Filled and bold: a difference is shown after Holm's adjustment, at 5%. Hollow: none is shown.",
        "Lleno y en negrita: se muestra una diferencia tras el ajuste de Holm, al 5%. Hueco: no se muestra.",
    ),
    "no limits": ("no interval", "sin intervalo"),
    "to": ("{low} to {high}", "{low} a {high}"),
    "all figures": ("All figures", "Todas las cifras"),
    "all": ("All sentences", "Todas las oraciones"),
    "voice": ("voice", "voz"),
    "about": ("about", "mención"),
    "voice table": ("Voice: the actor speaks", "Voz: habla el actor"),
    "about table": ("About: is spoken of", "Mención: se habla del actor"),
    "p": ("p, adjusted", "p, ajustada"),
    "n sentences": ("{n:,} sentences", "{n:,} oraciones"),
    "n coded": ("{n:,} coded", "{n:,} codificadas"),
    "over time": ("Over time", "En el tiempo"),
    "by outlet": ("By outlet", "Por medio"),
    "counted labels": (
        "Counts of predicted labels, uncorrected, without intervals: for looking, not for quoting.",
        "Cuentas de etiquetas predichas, sin corregir y sin intervalos: para mirar, no para citar.",
    ),
    "others left": ("{n:,} more with fewer sentences are not drawn.", "Otros {n:,}, con menos oraciones, no se dibujan."),
    "undated": ("{n:,} articles without a date are left out.", "{n:,} artículos sin fecha no cuentan."),
    "the articles": ("The articles", "Los artículos"),
    "how to read": (
        "Point at a sentence, or move to a frame with the Tab key, to see the words that carried it.",
        "Apunte a una oración, o llegue a un encuadre con la tecla Tab, para ver las palabras que lo llevaron.",
    ),
    "how to read plain": (
        "Each sentence with its frames, its tone, and who speaks or is spoken of.",
        "Cada oración con sus encuadres, su tono, y quién habla o de quién se habla.",
    ),
    "sampled": (
        "A random sample is shown here, {shown:,} of {n:,} sentences, so that the page stays small; the figures above rest on all.",
        "Aquí se ve una muestra al azar, {shown:,} de {n:,} oraciones, para que la página sea ligera; las cifras de arriba salen de todas.",
    ),
    "actor": ("Actor", "Actor"),
    "role": ("Role", "Papel"),
    "frame": ("Frame", "Encuadre"),
    "everything": ("all", "todos"),
    "any actor": ("any of them", "cualquiera"),
    "no frame": ("no frame", "sin encuadre"),
    "matching": ("sentences match", "oraciones coinciden"),
    "reset": ("Show all", "Mostrar todo"),
    "open": ("Open all", "Abrir todos"),
    "words": ("carried by", "por"),
    "no words": ("no single word stands out", "ninguna palabra sobresale"),
    "not scored": ("not scored", "sin evaluar"),
    "untitled": ("Article", "Artículo"),
    "what to know": ("What to know before quoting a figure", "Qué saber antes de citar una cifra"),
    "method": ("Intervals: 95%, clustered by article. Tests: two-sided, adjusted by Holm.", "Intervalos: 95%, agrupados por artículo. Pruebas: bilaterales, ajustadas por Holm."),
    "corrected method": ("Corrected figures: PPI++, from the coded sample.", "Cifras corregidas: PPI++, con la muestra codificada."),
    "made by": ("Made by framing {version}. This page asks nothing of any server.", "Hecho con framing {version}. Esta página no pide nada a ningún servidor."),
    "skip": ("To the articles", "A los artículos"),
    # names that the bundled model and the languages bring
    "name:fear": ("fear", "miedo"),
    "name:hope": ("hope", "esperanza"),
    "name:sovereignty": ("sovereignty", "soberanía"),
    "name:cooperation": ("cooperation", "cooperación"),
    "name:negative": ("negative", "negativo"),
    "name:neutral": ("neutral", "neutro"),
    "name:positive": ("positive", "positivo"),
    "name:en": ("English", "inglés"),
    "name:es": ("Spanish", "español"),
    "name:other": ("another language", "otra lengua"),
}  # fmt: skip


def say(language: str, key: str, /, **values: Any) -> str:
    """The phrase ``key`` in ``language``, filled with ``values``.

    >>> say("es", "articles", n=1200)
    '1,200 artículos'
    """
    return _PHRASES[key][LANGUAGES.index(language)].format(**values)


def name_of(language: str, name: str) -> str:
    """A frame or sentiment of the bundled model in ``language``; names of other models stay as they are.

    >>> name_of("es", "fear"), name_of("es", "solidarity")
    ('miedo', 'solidarity')
    """
    return say(language, f"name:{name}") if f"name:{name}" in _PHRASES else name


class Phrase(str):
    """An English phrase that knows how it is said in the other language."""

    key: str
    values: dict[str, Any]

    def in_language(self, language: str) -> str:
        """The same in ``language``."""
        inner = self.values.items()
        values = {name: v.in_language(language) if isinstance(v, Phrase) else v for name, v in inner}
        return say(language, self.key, **values)


def phrase(key: str, /, **values: Any) -> Phrase:
    """The phrase ``key`` in English, ready to be said again in another language."""
    made = Phrase(say("en", key, **values))
    made.key, made.values = key, values
    return made
