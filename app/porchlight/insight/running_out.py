"""What runs out, as people read it: what it is, how that is known, and the next step, for each kind of thing."""

from porchlight.insight.advice import measure_title
from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.recommendation_texts import Texts
from porchlight.insight.sentences import expected, not_expected
from porchlight.language.text import Amount, Day, Place, Share, Text, msg


def foreseen(one: Capacity, name: Place) -> Text:
    """When something runs out, or why there is no date; ``name``: its subject's for people."""
    found = one.forecast
    return not_expected(found) if isinstance(found, NoForecast) else expected(_event(one, name, found), found)


def _event(one: Capacity, name: Place, forecast: Forecast) -> Text:
    limit, day = Amount(one.limit, one.level.unit), Day(forecast.at_ms)
    match one.resource:
        case Resource.DATABASE_SIZE:
            return msg(
                "At this rate, {name} will reach its limit of {limit} around {day}.",
                name=name,
                limit=limit,
                day=day,
            )
        case Resource.CONNECTIONS:
            return msg(
                "At this rate, {name} will need all of its {limit} connections around {day}.",
                name=name,
                limit=limit,
                day=day,
            )
        case Resource.QUOTA:
            return msg("At this rate, {name} will run out of calls around {day}.", name=name, day=day)
        case Resource.CONTACTS:
            return msg(
                "At this rate, the audience of {name} will exceed the {limit} contacts of its plan around {day}.",
                name=name,
                limit=limit,
                day=day,
            )
        case Resource.HISTORY:
            return msg("At this rate, Porchlight's history will fill its disk around {day}.", day=day)
        case Resource.DISK:
            return msg("At this rate, {name} will fill its {limit} around {day}.", name=name, limit=limit, day=day)
        case Resource.MISSING_MEMBERS:
            return msg(
                "At this rate, the number of supporters missing from the audience of {name} will pass your limit"
                " of {limit} around {day}.",
                name=name,
                limit=limit,
                day=day,
            )
        case Resource.TIME_BETWEEN_RUNS:
            return msg(
                "At this rate, {name} will take longer than the {limit} between runs around {day}.",
                name=name,
                limit=limit,
                day=day,
            )
        case Resource.OTHER:
            return msg(
                "At this rate, “{measure}” of {name} will reach its limit of {limit} around {day}.",
                measure=measure_title(one.kind, one.measure),
                name=name,
                limit=limit,
                day=day,
            )


def runs_out(one: Capacity, name: Place) -> Texts:
    """What it is, how that is known, and the next step."""
    level, outlook = Amount(one.level.value, one.level.unit, one.limit), foreseen(one, name)
    match one.resource:
        case Resource.DATABASE_SIZE:
            return Texts(
                msg("{name} is running out of space.", name=name),
                msg("It uses {level}. {foreseen}", level=level, foreseen=outlook),
                msg("Enlarge the disk or archive old rows before the sync can no longer write."),
            )
        case Resource.CONNECTIONS:
            return Texts(
                msg("{name} is running out of connections.", name=name),
                msg("At its peak it used {level}. {foreseen}", level=level, foreseen=outlook),
                msg("See which programs hold connections open, or have the server allow more."),
            )
        case Resource.QUOTA:
            return Texts(
                msg("{name} is running out of API calls.", name=name),
                msg(
                    "At its peak, {share} of the quota was used. {foreseen}", share=Share(one.share), foreseen=outlook
                ),
                msg("Have the sync request larger pages or run less often, or have the quota raised."),
            )
        case Resource.CONTACTS:
            return Texts(
                msg("The audience of {name} will outgrow its plan.", name=name),
                msg("It has {level} contacts. {foreseen}", level=level, foreseen=outlook),
                msg("Archive contacts that you no longer write to, or upgrade the plan in time."),
            )
        case Resource.HISTORY:
            return Texts(
                msg("Porchlight's history is filling its disk."),
                msg("It uses {level}. {foreseen}", level=level, foreseen=outlook),
                msg("Free up space on this disk, or keep detailed results for a shorter time (Settings → General)."),
            )
        case Resource.DISK:
            return Texts(
                msg("{name} is filling up.", name=name),
                msg("It uses {level}. {foreseen}", level=level, foreseen=outlook),
                msg("Delete what nobody needs or enlarge the disk before programs can no longer write."),
            )
        case Resource.MISSING_MEMBERS:
            return Texts(
                msg("More and more supporters are missing from the audience of {name}.", name=name),
                msg("Missing: {level} allowed. {foreseen}", level=level, foreseen=outlook),
                msg(
                    "Search the sync's log (“mailchimp”) for rejected addresses before your e-mails miss many people."
                ),
            )
        case Resource.TIME_BETWEEN_RUNS:
            return Texts(
                msg("{name} will soon no longer finish in time.", name=name),
                msg("It takes {level} between runs. {foreseen}", level=level, foreseen=outlook),
                msg("Run it less often, or have it read only what changed. Two runs at once slow each other down."),
            )
        case Resource.OTHER:
            return Texts(
                msg(
                    "“{measure}” of {name} is nearing its limit.",
                    measure=measure_title(one.kind, one.measure),
                    name=name,
                ),
                msg("It is at {level}. {foreseen}", level=level, foreseen=outlook),
                msg("Ask whoever runs it to raise the limit or to use less."),
            )
