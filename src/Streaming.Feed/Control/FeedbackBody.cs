using System.Text.Json.Nodes;
using Streaming.Runtime;

namespace Streaming.Feed.Control;

/// <summary><c>{"step":100,"losses":{"web":2.31},"samples":[{"id":"…","source":"web","loss":2.9,"reference":2.1}]}</c>.</summary>
internal static class FeedbackBody
{
    private const int MostSamples = 100_000;

    /// <summary>Reads a report.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static LossReport Parse(JsonObject body)
    {
        JsonBody.CheckNames(body, "step", "losses", "samples");
        var step = JsonBody.Number(body["step"], "step");
        if (step < 0 || step != Math.Floor(step) || step > long.MaxValue / 2)
        {
            throw new BadInputException("step has to be a whole number from 0 on.");
        }

        return new()
        {
            Step = (long)step,
            Losses = JsonBody.Numbers(body["losses"], "losses") ?? [],
            Samples = body["samples"] switch
            {
                null => [],
                JsonArray { Count: <= MostSamples } samples => [.. samples.Select(SampleOf)],
                JsonArray => throw new BadInputException($"A report takes {MostSamples} samples at most."),
                _ => throw new BadInputException("samples has to be a list of { id, source, loss }."),
            },
        };
    }

    private static SampleLoss SampleOf(JsonNode? node, int at)
    {
        var sample = node as JsonObject ?? throw new BadInputException($"samples[{at}] has to be {{ id, source, loss }}.");
        JsonBody.CheckNames(sample, "id", "source", "loss", "reference");
        return new(
            JsonBody.Text(sample["id"], $"samples[{at}].id"),
            JsonBody.Text(sample["source"], $"samples[{at}].source"),
            JsonBody.Number(sample["loss"], $"samples[{at}].loss"),
            sample["reference"] is { } reference ? JsonBody.Number(reference, $"samples[{at}].reference") : null);
    }
}
