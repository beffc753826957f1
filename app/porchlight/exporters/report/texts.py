"""Every text of the report, in each of its languages. A language that lacks one is no ``ReportTexts``.

What the insight says of a case (evidence, next step) comes in English; its translations are those of the windows.
"""

import locale
from collections.abc import Mapping
from dataclasses import dataclass

from porchlight.insight.capacity import Resource
from porchlight.language.catalogue import messages
from porchlight.model.operation import SYNCS
from porchlight.settings.schema import Language


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """One language. Names in braces are places."""

    language: str
    point: str
    """The decimal sign."""
    grouping: str
    """Between thousands."""
    grouped_from: int
    """The smallest number that is written with it."""
    days: str
    """Two or more of them."""
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    """Short, from Monday."""
    date: str
    day_and_month: str
    moment: str
    """A day of the week with its date, for a line."""
    span: str
    title: str
    subtitle: str
    made: str
    page: str
    nothing_watched: str
    lasting_one: str
    lasting_many: str
    others: str
    conjunction: str
    all_well: str
    interruption: str
    interruptions: str
    worked_so_well: str
    worked_always: str
    """Where nothing critical was interrupted."""
    needs: str
    nothing_needed: str
    systems: str
    no_systems: str
    head_system: str
    head_worked: str
    head_before: str
    head_watched: str
    head_median: str
    head_p95: str
    head_interruptions: str
    head_strip: str
    none: str
    once: str
    in_all: str
    strip_note: str
    response_times: str
    response_note: str
    charts_left_out: str
    median_of: str
    slowest_of: str
    jobs: str
    no_jobs: str
    head_job: str
    head_runs: str
    head_succeeded: str
    head_rate: str
    head_trend: str
    usually: str
    steady: str
    a_week: str
    not_enough: str
    organisations: str
    up_to: str
    some_slower: str
    job_charts: str
    job_note: str
    duration_of: str
    rate_of: str
    failed_runs: str
    limits: str
    head_limited: str
    head_used: str
    head_outlook: str
    of: str
    resources: Mapping[Resource, str]
    """What may run out, except a plug-in's measures."""
    alerts: str
    no_alerts: str
    alert_notified: str
    alerts_notified: str
    head_when: str
    head_alert: str
    head_lasted: str
    head_outcome: str
    goes_on: str
    was_notified: str
    was_suppressed: str
    more_alerts: str
    glance_worked: str
    glance_interruption: str
    glance_interruptions: str
    glance_needs: str
    glance_jobs: str
    sync_jobs: Mapping[str, str]
    """The jobs of Classy Sync by what they sync."""

    def sentence(self, sentence: str) -> str:
        """A sentence of the insight in this language, where there is a translation."""
        return messages(self.language).gettext(sentence)


ENGLISH = ReportTexts(
    language="en",
    point=".",
    grouping=",",
    grouped_from=1_000,
    days="days",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    date="{day} {month} {year}",
    day_and_month="{day} {month}",
    moment="{weekday} {day} {month}, {time}",
    span="{since} to {until}",
    title="How our systems were",
    subtitle="Porchlight’s report on the systems that carry our gifts",
    made="Porchlight",
    page="Page {page} of {pages}",
    nothing_watched="Nothing was watched in this time.",
    lasting_one="{names} needs attention now.",
    lasting_many="{names} need attention now.",
    others="{count} others",
    conjunction="and",
    all_well="Everything worked, all of the time that was watched.",
    interruption="There was one interruption",
    interruptions="There were {count} interruptions",
    worked_so_well="{sentence}; {name} worked {share} of the time. All is well now.",
    worked_always="{sentence}; what matters most worked all of the time. All is well now.",
    needs="What needs somebody",
    nothing_needed="Nothing needs anybody.",
    systems="Systems",
    no_systems="No system has been checked in this time.",
    head_system="System",
    head_worked="Worked",
    head_before="Before",
    head_watched="Watched",
    head_median="Median",
    head_p95="95th percentile",
    head_interruptions="Interruptions",
    head_strip="Hour by hour",
    none="none",
    once="1, {span}",
    in_all="{count}, {span} in all",
    strip_note=(
        "“Worked” is the share of the watched time; “before” the same for the time of equal length before. Hour by"
        " hour: green worked, amber with trouble, red down, grey not watched."
    ),
    response_times="Response times",
    response_note=(
        "The line is the median, the band reaches up to the 95th percentile: all but one in twenty answers were"
        " faster. Red: down. Amber: something to see to. Grey: not watched."
    ),
    charts_left_out="{count} more systems without interruption are drawn in Porchlight itself.",
    median_of="median {median}, 95th percentile {p95}",
    slowest_of="slowest {slowest}",
    jobs="Jobs",
    no_jobs="No job has reported in this time.",
    head_job="Job",
    head_runs="Runs",
    head_succeeded="Succeeded",
    head_rate="Items a second",
    head_trend="Trend",
    usually="usually {rate}",
    steady="steady",
    a_week="{change} a week",
    not_enough="not enough data",
    organisations="{job}, {count} organisations",
    up_to="up to {value}",
    some_slower="{count} get slower",
    job_charts="How long jobs took",
    job_note=(
        "The line is the median, the band reaches up to the 95th percentile. Red marks: runs that failed. The dashed"
        " line is what is usual."
    ),
    duration_of="{job}: duration",
    rate_of="{job}: items a second",
    failed_runs="{count} of {runs} failed",
    limits="What may run out",
    head_limited="",
    head_used="Used",
    head_outlook="Outlook",
    of="{value} of {limit}",
    resources={
        Resource.DATABASE_SIZE: "room",
        Resource.CONNECTIONS: "connections",
        Resource.QUOTA: "calls",
        Resource.CONTACTS: "contacts of the plan",
        Resource.HISTORY: "its history",
        Resource.MISSING_MEMBERS: "missing supporters",
        Resource.TIME_BETWEEN_RUNS: "time between its runs",
    },
    alerts="Alerts",
    no_alerts="No alert fired.",
    alert_notified="One alert was told, {suppressed} held back.",
    alerts_notified="{notified} alerts were told, {suppressed} held back.",
    head_when="When",
    head_alert="What",
    head_lasted="Lasted",
    head_outcome="",
    goes_on="goes on",
    was_notified="told",
    was_suppressed="held back",
    more_alerts="{count} more are in Porchlight itself.",
    glance_worked="of the time the weakest system worked",
    glance_interruption="interruption",
    glance_interruptions="interruptions",
    glance_needs="to be seen to by somebody",
    glance_jobs="of the job runs succeeded",
    sync_jobs=SYNCS,
)

SPANISH = ReportTexts(
    language="es",
    point=",",
    grouping=".",
    grouped_from=10_000,
    days="días",
    months=(
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    weekdays=("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    date="{day} de {month} de {year}",
    day_and_month="{day} de {month}",
    moment="{weekday} {day} de {month}, {time}",
    span="del {since} al {until}",
    title="Cómo estuvieron nuestros sistemas",
    subtitle="Informe de Porchlight sobre los sistemas que llevan nuestros donativos",
    made="Porchlight",
    page="Página {page} de {pages}",
    nothing_watched="No se vigiló nada en este tiempo.",
    lasting_one="{names} necesita atención ahora.",
    lasting_many="{names} necesitan atención ahora.",
    others="{count} más",
    conjunction="y",
    all_well="Todo funcionó durante todo el tiempo vigilado.",
    interruption="Hubo una interrupción",
    interruptions="Hubo {count} interrupciones",
    worked_so_well="{sentence}; {name} funcionó el {share} del tiempo. Ahora todo está bien.",
    worked_always="{sentence}; lo más importante funcionó todo el tiempo. Ahora todo está bien.",
    needs="Lo que necesita a alguien",
    nothing_needed="Nada necesita a nadie.",
    systems="Sistemas",
    no_systems="Ningún sistema se comprobó en este tiempo.",
    head_system="Sistema",
    head_worked="Funcionó",
    head_before="Antes",
    head_watched="Vigilado",
    head_median="Mediana",
    head_p95="Percentil 95",
    head_interruptions="Interrupciones",
    head_strip="Hora a hora",
    none="ninguna",
    once="1, {span}",
    in_all="{count}, {span} en total",
    strip_note=(
        "«Funcionó» es la parte del tiempo vigilado; «antes», la misma del tiempo anterior de igual duración. Hora a"
        " hora: verde, funcionó; ámbar, con problemas; rojo, caído; gris, sin vigilar."
    ),
    response_times="Tiempos de respuesta",
    response_note=(
        "La línea es la mediana; la banda llega hasta el percentil 95: salvo una de cada veinte, todas las respuestas"
        " fueron más rápidas. Rojo: caído. Ámbar: algo que atender. Gris: sin vigilar."
    ),
    charts_left_out="Otros {count} sistemas sin interrupciones están dibujados en el propio Porchlight.",
    median_of="mediana {median}; percentil 95: {p95}",
    slowest_of="máximo {slowest}",
    jobs="Tareas",
    no_jobs="Ninguna tarea dio noticia en este tiempo.",
    head_job="Tarea",
    head_runs="Veces",
    head_succeeded="Con éxito",
    head_rate="Elementos por segundo",
    head_trend="Tendencia",
    usually="lo habitual: {rate}",
    steady="estable",
    a_week="{change} por semana",
    not_enough="faltan datos",
    organisations="{job}, {count} organizaciones",
    up_to="hasta {value}",
    some_slower="{count} más lentas",
    job_charts="Cuánto tardaron las tareas",
    job_note=(
        "La línea es la mediana; la banda llega hasta el percentil 95. Marcas rojas: veces que fallaron. La línea"
        " discontinua es lo habitual."
    ),
    duration_of="{job}: duración",
    rate_of="{job}: elementos por segundo",
    failed_runs="fallaron {count} de {runs}",
    limits="Qué puede agotarse",
    head_limited="",
    head_used="Usado",
    head_outlook="Perspectiva",
    of="{value} de {limit}",
    resources={
        Resource.DATABASE_SIZE: "espacio",
        Resource.CONNECTIONS: "conexiones",
        Resource.QUOTA: "llamadas",
        Resource.CONTACTS: "contactos del plan",
        Resource.HISTORY: "su historial",
        Resource.MISSING_MEMBERS: "donantes que faltan",
        Resource.TIME_BETWEEN_RUNS: "tiempo entre sus ejecuciones",
    },
    alerts="Alertas",
    no_alerts="No saltó ninguna alerta.",
    alert_notified="Se avisó de una alerta; {suppressed} retenidas.",
    alerts_notified="Se avisó de {notified} alertas; {suppressed} retenidas.",
    head_when="Cuándo",
    head_alert="Qué",
    head_lasted="Duró",
    head_outcome="",
    goes_on="continúa",
    was_notified="avisada",
    was_suppressed="retenida",
    more_alerts="Otras {count} están en el propio Porchlight.",
    glance_worked="del tiempo funcionó el sistema más débil",
    glance_interruption="interrupción",
    glance_interruptions="interrupciones",
    glance_needs="por atender",
    glance_jobs="de las tareas, con éxito",
    sync_jobs={
        "supporters": "Sincronización de donantes",
        "transactions": "Sincronización de donativos",
        "campaigns": "Sincronización de campañas",
        "recurring-plans": "Sincronización de planes recurrentes",
        "mailchimp": "Sincronización con Mailchimp",
    },
)

LANGUAGES: Mapping[Language, ReportTexts] = {Language.ENGLISH: ENGLISH, Language.SPANISH: SPANISH}


def texts_for(language: Language, system: str | None = None) -> ReportTexts:
    """Those of a language; ``SYSTEM`` is that of ``system``, a locale such as ``es_MX`` (this computer's unless
    given), and English where we have none of it."""
    if language is Language.SYSTEM:
        code = (system if system is not None else locale.getlocale()[0]) or ""
        short = code.replace("-", "_").split("_")[0].lower()
        # Windows gives the language by its English name.
        spanish = short in (Language.SPANISH.value, "spanish")
        language = Language.SPANISH if spanish else Language.ENGLISH
    return LANGUAGES[language]
