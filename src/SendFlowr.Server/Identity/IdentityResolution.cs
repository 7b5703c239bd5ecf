using System.Globalization;
using System.Text.Json;
using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.Identity;

/// <summary>Answers <c>/resolve-identity</c>.</summary>
internal static class IdentityResolution
{
    public static InputTable Query { get; } = new([.. PersonFields.Flat.Where(field => field.Name != PersonReference.UniversalIdName)]);

    public static async Task AnswerAsync(HttpContext context, ServerParts parts, IdentityEvidence evidence)
    {
        InputValues values = QueryInput.Read(context, Query);
        List<PersonReference> person = [.. PersonFields.Read(values, parts.DefaultCountry).Distinct()];
        EventIdentifier[] identifiers = [.. person.Select(reference => reference.Identifier!.Value)];
        if (identifiers.Length > 1)
        {
            await evidence.KeepAsync(identifiers, [], context.RequestAborted);
        }

        Answer answer = new(identifiers, [.. person.Select(reference => parts.Resolve([reference]))], parts.Resolve(person), StepsOf(values, person))
        {
            At = new Timestamp(parts.Host.NowMilliseconds),
        };
        await JsonAnswer.WriteAsync(context, answer, static (writer, it) => it.Write(writer));
    }

    private static List<string> StepsOf(InputValues values, List<PersonReference> person)
    {
        List<string> steps = [];
        foreach (InputValue value in values.All)
        {
            string name = values.Table.Fields[value.Place].Name;
            IdentifierTypes.Default.TryGetEntry(name, out IdentifierEntry? entry);
            steps.Add(entry!.Form switch
            {
                IdentifierForm.Email => $"{name}: trimmed, lower-cased and hashed to {entry.Type.Name}",
                IdentifierForm.EmailHash => $"{name}: brought to lower case",
                IdentifierForm.Phone => $"{name}: brought to E.164 as {entry.Type.Name}",
                _ => $"{name}: trimmed",
            });
        }

        if (person.Count > 1)
        {
            steps.Add($"{person.Count} identifiers were given together: kept as an observation");
        }

        return steps;
    }

    private sealed record Answer(
        IReadOnlyList<EventIdentifier> Identifiers, IReadOnlyList<ResolvedPerson> Nodes, ResolvedPerson Person, List<string> Steps)
    {
        public required Timestamp At { get; init; }

        public void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("universal_id", Person.Node.ToString());
            writer.WriteStartObject("input_identifiers");
            foreach (EventIdentifier identifier in Identifiers.DistinctBy(identifier => identifier.Type))
            {
                writer.WriteString(identifier.Type, identifier.Value);
            }

            writer.WriteEndObject();
            WriteResolved(writer);
            writer.WriteStartArray("resolution_steps");
            foreach (string step in Steps)
            {
                writer.WriteStringValue(step);
            }

            writer.WriteStringValue(string.Create(
                CultureInfo.InvariantCulture, $"{Person.ResolvedBy} decides: the keyed hash of its value is {Person.Node}, with confidence {Person.Confidence}"));
            writer.WriteEndArray();
            writer.WriteNumber("confidence_score", Person.Confidence);
            writer.WriteString("resolved_at", Rfc3339.Format(At));
            writer.WriteEndObject();
        }

        private void WriteResolved(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("resolved_identifiers");
            for (int i = 0; i < Identifiers.Count; i++)
            {
                writer.WriteStartObject();
                writer.WriteString("type", Identifiers[i].Type);
                writer.WriteString("source", Identifiers[i].Source);
                writer.WriteString("value", Identifiers[i].Value);
                writer.WriteString("universal_id", Nodes[i].Node.ToString());
                writer.WriteNumber("confidence", Nodes[i].Confidence);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }
}
