using System.Globalization;
using System.Text.Json;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Curves;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Bodies;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.OpenApi;

namespace SendFlowr.Server.Timing;

/// <summary>The hourly question of the first implementation.</summary>
internal static class PredictEndpoints
{
    private const int HoursPerWeek = 168;
    private const int MinutesPerHour = 60;
    private const long DefaultHours = 24;

    private static readonly InputTable Fields = new(
        InputField.Text("recipient_id", "type=value, a Universal ID (sf_…), an e-mail address, a phone number with +, or else an esp_user_id.", 1024) with
        {
            IsRequired = true,
            IsIdentifying = true,
            Example = "email=ann@example.com",
        },
        InputField.Integer("hours_ahead", "How many hours to look at, beginning with the present one.", 1, HoursPerWeek) with { Default = DefaultHours });

    public static void MapPredict(this IEndpointRouteBuilder routes, ServerParts parts) => routes.Post(
        "/predict",
        context => PredictAsync(context, parts),
        new EndpointDescription(
            "Timing",
            "The best hour of the day within the next hours, of the curve alone: no latency, signals or breakers. For everything else ask /timing-decision.",
            AnswerShape.Object(
                "Prediction",
                "The best of the hours looked at.",
                Shape.Text("recipient_id", "As asked."),
                Shape.Text("model_version", "Name of the curve's formula."),
                Shape.Integer("peak_hour", "Hour of the day, 0 to 23, in the person's clock."),
                Shape.Number("peak_probability", "0 to 1: share of that hour in the mass of the hours looked at."),
                Shape.Text("note", "How to read it.")))
        {
            Body = BodyShape.Json("PredictionQuestion", "Which hour is best?", Fields, """{ "recipient_id": "email=ann@example.com", "hours_ahead": 24 }"""),
        });

    private static async Task PredictAsync(HttpContext context, ServerParts parts)
    {
        InputValues values = JsonInput.Read(await BodyReader.ReadJsonAsync(context), Fields);
        string recipient = values.Text("recipient_id")!;
        ResolvedPerson person = parts.Resolve([Parse(recipient, parts)]);
        PersonCurve curve = PersonCurve.Compute((await parts.PersonAsync(context, person)).Timing, parts.Host.PriorsInForce(), parts.Host.Options.Clocks);
        double[] hours = new double[HoursPerWeek];
        curve.Total.ToSlots(hours);
        int first = curve.Clock.MinuteOfWeekAt(new Timestamp(parts.Host.NowMilliseconds).EpochMinute).Value / MinutesPerHour;
        (int peak, double share) = Peak(hours, first, (int)(values.Whole("hours_ahead") ?? DefaultHours));
        await JsonAnswer.WriteAsync(context, (recipient, peak, share, curve.Events), static (writer, it) => Write(writer, it.recipient, it.peak, it.share, it.Events));
    }

    /// <summary>The hour of the day of the greatest mass, the earliest of equals, and its share.</summary>
    private static (int HourOfDay, double Share) Peak(double[] hours, int first, int count)
    {
        int best = first;
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            int hour = (first + i) % HoursPerWeek;
            sum += hours[hour];
            best = hours[hour] > hours[best] ? hour : best;
        }

        return (best % 24, hours[best] / sum);
    }

    private static PersonReference Parse(string recipient, ServerParts parts)
    {
        string text = recipient.Trim();
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && IsType(text[..equals].Split('@')[0].Trim()))
        {
            string[] name = text[..equals].Split('@', 2);
            return PersonFields.Parse(name[0].Trim(), name.Length > 1 ? name[1] : null, text[(equals + 1)..], "recipient_id", parts.DefaultCountry);
        }

        string type = NodeId.TryParse(text, out _) ? PersonReference.UniversalIdName
            : text.Contains('@', StringComparison.Ordinal) ? "email"
            : text.StartsWith('+') ? "phone"
            : "esp_user_id";
        return PersonFields.Parse(type, null, text, "recipient_id", parts.DefaultCountry);
    }

    private static bool IsType(string name) => name == PersonReference.UniversalIdName || IdentifierTypes.Default.TryGetEntry(name, out _);

    private static void Write(Utf8JsonWriter writer, string recipient, int peak, double share, int events)
    {
        writer.WriteStartObject();
        writer.WriteString("recipient_id", recipient);
        writer.WriteString("model_version", Decider.ModelVersion);
        writer.WriteNumber("peak_hour", peak);
        writer.WriteNumber("peak_probability", share);
        writer.WriteString("note", string.Create(
            CultureInfo.InvariantCulture,
            $"Hour of the day in the person's clock, from {events} events of the person's own and the population's habits; /timing-decision answers to the minute."));
        writer.WriteEndObject();
    }
}
