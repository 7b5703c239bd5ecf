using System.Globalization;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Records;

namespace SendFlowr.Simulation.Requests;

/// <summary>
/// Holds what a run left in the topics against the script: each request one final state with a reason; a trigger exactly for those that were
/// triggered, within the window, and never while the signals that stood in the log before it forbid it. Knows nothing of how requests are decided.
/// </summary>
internal sealed class RequestAudit
{
    /// <summary>Milliseconds by which a trigger may be early or late and still be on time.</summary>
    private const long Punctual = 1000;

    private static readonly DatumReader Triggers = Reader("trigger");
    private static readonly DatumReader Decisions = Reader("decision");
    private static readonly DatumReader Events = Reader("event");
    private static readonly DatumReader Letters = Reader("deadletter");
    private static readonly string[] Finals = ["triggered", "suppressed", "expired", "cancelled"];

    private readonly RequestScript _script;
    private readonly SimulationOutcome _outcome;
    private readonly RequestTally _tally;
    private readonly ILookup<string, (AvroRecord Record, TopicRecord Place)> _triggers;
    private readonly ILookup<string, (AvroRecord Record, TopicRecord Place)> _decisions;
    private readonly BreakerBook _breakers;

    public RequestAudit(RequestScript script, SimulationOutcome outcome, RequestTally tally)
    {
        _tally = tally;
        _script = script;
        _outcome = outcome;
        _triggers = Read(TopicNames.Triggers, Triggers, Schemas.Trigger).ToLookup(pair => pair.Record["request_id"].AsString());
        _decisions = Read(TopicNames.Decisions, Decisions, Schemas.Decision).ToLookup(pair => pair.Record["request_id"].AsString());
        Dictionary<string, LogPlace> places = [];
        foreach ((AvroRecord record, TopicRecord place) in Read(TopicNames.Events, Events, Schemas.Event))
        {
            string id = record["event_id"].AsString();
            LogPlace at = new(place.LogPosition, place.Offset);
            places[id] = places.TryGetValue(id, out LogPlace first) && first.Position <= at.Position ? first : at;
        }

        _breakers = new BreakerBook(script.Signals, places);
    }

    public IEnumerable<string> Faults()
    {
        ILookup<string, ScriptedRequest> sent = _script.Sent.ToLookup(request => request.Id);
        foreach (IGrouping<string, ScriptedRequest> request in sent)
        {
            foreach (string fault in FaultsOf(request.Key, [.. request]))
            {
                yield return $"{request.Key}: {fault}";
            }
        }

        foreach (string id in _triggers.Select(group => group.Key).Concat(_decisions.Select(group => group.Key)).Where(id => !sent.Contains(id)))
        {
            yield return $"{id}: nobody asked for it";
        }

        foreach (string fault in TableFaults(sent.Count).Concat(LetterFaults(sent)))
        {
            yield return fault;
        }
    }

    private IEnumerable<string> FaultsOf(string id, ScriptedRequest[] variants)
    {
        AvroRecord[] revisions = [.. _decisions[id].OrderBy(pair => pair.Place.LogPosition).ThenBy(pair => pair.Place.Offset).Select(pair => pair.Record)];
        int[] numbers = [.. revisions.Select(record => record["revision"].AsInt())];
        if (!numbers.SequenceEqual(Enumerable.Range(0, numbers.Length)))
        {
            yield return $"its revisions are {string.Join(", ", numbers)}";
        }

        string[] states = [.. revisions.Select(record => record["state"].AsString())];
        string history = string.Join(", ", states);
        Array.ForEach(states, _tally.Add);
        if (states.Count(Finals.Contains) != 1 || !Finals.Contains(states[^1]))
        {
            yield return $"it went through {history}: not one final state at the end";
            yield break;
        }

        if (revisions[^1]["reason"].AsString().Length == 0)
        {
            yield return "its final state has no reason";
        }

        if (_triggers[id].Count() != (states[^1] == "triggered" ? 1 : 0))
        {
            yield return $"it went through {history} and has {_triggers[id].Count()} triggers";
        }

        foreach ((AvroRecord trigger, TopicRecord place) in _triggers[id])
        {
            foreach (string fault in TriggerFaults(trigger, place, variants))
            {
                yield return fault;
            }
        }

        if (FinalFault(states[^1], revisions[^1], variants, _decisions[id].Max(pair => pair.Place.LogPosition)) is { } wrong)
        {
            yield return wrong;
        }
    }

    private IEnumerable<string> TriggerFaults(AvroRecord trigger, TopicRecord place, ScriptedRequest[] variants)
    {
        int number = int.Parse(trigger["metadata"].AsMap().Single(pair => pair.Key == "variant").Value.AsString(), CultureInfo.InvariantCulture);
        ScriptedRequest request = variants.Single(variant => variant.Variant == number);
        long target = trigger["target_timestamp_utc"].AsLong();
        long planned = trigger["trigger_timestamp_utc"].AsLong();
        long emitted = trigger["emitted_at_utc"].AsLong();
        long latency = (long)Math.Round(trigger["latency_estimate_seconds"].AsDouble() * 1000);
        if (target < request.SendAfter || target > request.SendBefore || emitted + latency < request.SendAfter || emitted + latency > request.SendBefore + Punctual)
        {
            yield return $"emitted at {emitted} with latency {latency} for {target}, outside {request.SendAfter} to {request.SendBefore}";
        }

        if (planned != target - latency || Math.Abs(planned - emitted) > Punctual)
        {
            yield return $"emitted at {emitted}, to be triggered at {planned} with latency {latency} for {target}";
        }

        ScriptedSignal[] known = _breakers.Before(request.Person, place.LogPosition);
        foreach (long instant in new[] { emitted, planned, target }.Distinct())
        {
            if (BreakerBook.Forbids(known, request.Channel, instant, emitted) is { } breaker)
            {
                yield return $"emitted at {emitted} for {target}, while {breaker} forbids {instant}";
            }
        }
    }

    /// <summary>Who is suppressed has a breaker to blame, and what expired could not have arrived.</summary>
    private string? FinalFault(string state, AvroRecord final, ScriptedRequest[] variants, long position)
    {
        long now = final["created_at_utc"].AsLong();
        long latency = (long)Math.Round(final["latency_estimate_seconds"].AsDouble() * 1000);
        return state switch
        {
            "expired" when variants.All(variant => now + latency <= variant.SendBefore) => $"expired at {now} though its window was still open",
            "suppressed" when variants.All(variant => IsFree(variant, latency, now, position)) => $"suppressed at {now} though nothing forbids its window",
            _ => null,
        };
    }

    /// <summary>
    /// Whether the signals forbid not all of a few arrivals (the first instant, whole minutes) of what is left of the window, whichever of those in the log were read by then: a
    /// person who left and returned may have been suppressed in between.
    /// </summary>
    private bool IsFree(ScriptedRequest request, long latency, long now, long position)
    {
        long first = Math.Max(now + latency, request.SendAfter);
        long[] arrivals =
        [
            .. Enumerable.Range(0, 11).Select(part => first + ((request.SendBefore - first) * part / 10)).Select(at => Math.Max(first, at - (at % 60_000))),
        ];
        return _breakers.ReadBy(request.Person, position).All(known => arrivals.Any(arrival =>
            BreakerBook.Forbids(known, request.Channel, arrival, now, atLatest: true) is null
            && BreakerBook.Forbids(known, request.Channel, arrival - latency, now, atLatest: true) is null));
    }

    private IEnumerable<string> TableFaults(int requests)
    {
        foreach (string table in new[] { RequestTables.Pending, RequestTables.PendingOf, RequestTables.ReplansDue })
        {
            int rows = Rows(table).Count();
            if (rows > 0)
            {
                yield return $"table {table}: {rows} rows are left at the end";
            }
        }

        HomeRow[] homes = [.. Rows(RequestTables.Home).Select(row => HomeRow.Read(row))];
        if (homes.Length != requests || homes.Any(home => home.State is null || home.Reason.Length == 0))
        {
            yield return $"the homes know {homes.Count(home => home.State is not null && home.Reason.Length > 0)} of {requests} settled requests";
        }
    }

    /// <summary>Every rival that lost, and everything that was no request, left a letter.</summary>
    private IEnumerable<string> LetterFaults(ILookup<string, ScriptedRequest> sent)
    {
        int rivals = sent.Count(request => request.Count() > 1);
        ILookup<string, AvroRecord> letters = Read(TopicNames.DeadLetters, Letters, Schemas.DeadLetter)
            .ToLookup(pair => pair.Record["reason"].AsString() == "request_conflict" ? "conflict" : "bad", pair => pair.Record);
        int conflicts = letters["conflict"].Select(letter => letter["raw_sha256"].AsString()).Distinct().Count();
        if (conflicts != rivals)
        {
            yield return $"{rivals} rivals lost, {conflicts} left a letter";
        }

        if (letters["bad"].Count() < _script.Bad || (!_outcome.SentTwice && letters["bad"].Count() > _script.Bad))
        {
            yield return $"{_script.Bad} records were no requests, {letters["bad"].Count()} left a letter";
        }
    }

    private IEnumerable<byte[]> Rows(string table) => _outcome.Tables.Where(pair => pair.Key.EndsWith($"/{table}", StringComparison.Ordinal))
        .SelectMany(pair => pair.Value.Values);

    private IEnumerable<(AvroRecord Record, TopicRecord Place)> Read(string topic, DatumReader reader, WireSchema schema) => _outcome.Topics
        .Where(pair => pair.Key.Topic == topic).SelectMany(pair => pair.Value)
        .Select(place => (reader.Read(schema.Body(place.Value)).AsRecord(), place));

    private static DatumReader Reader(string schema) => new(SchemaCatalog.Embedded.Current(schema).Schema);
}
