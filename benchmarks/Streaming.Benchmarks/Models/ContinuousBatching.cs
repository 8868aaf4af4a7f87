using Streaming.Benchmarks.Comparisons;
using Streaming.Models.Generation;
using Streaming.Models.Generation.Choosing;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;

namespace Streaming.Benchmarks.Models;

/// <summary>Generations of mixed length: batches that run until their last row has ended, beside rows that come and go.</summary>
internal static class ContinuousBatching
{
    private static readonly string[] _beginnings = ["The", "The results show that the", "Anna bought", "In the morning, the harbour was", "A small red circle", "What", "It was a dark night and", "We saw"];

    /// <summary>Arguments: model, device, prompts (400), rounds (5), rows (16), max_new_tokens (160).</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var given = new ModelArguments(arguments);
        if (given.Folder("model", "tiny-llama") is not { } folder)
        {
            return;
        }

        using var session = ModelSession.LoadWarm(folder, new() { Device = given.Device });
        var model = session.AsDecoder();
        var rows = given.Number("rows", 16);
        var prompts = Enumerable.Range(0, given.Number("prompts", 400)).Select(i => model.Prepare(_beginnings[i % _beginnings.Length])).ToArray();
        var seeds = Enumerable.Range(0, prompts.Length).Select(i => (ulong)i).ToArray();
        var settings = Mixed(session, given.Number("max_new_tokens", 160));
        var texts = model.Generate(prompts, settings, seeds, new() { MaxRows = rows });
        var lengths = texts.Select(text => text[0].Ids.Count).Order().ToArray();
        Console.WriteLine($"{prompts.Length} prompts, {rows} rows at once, drawn texts of {lengths[0]} to {lengths[^1]} tokens (median {lengths[lengths.Length / 2]}, mean {lengths.Average():F1}). All ways write the same texts.\n");
        var contest = await new Contest(given.Number("rounds", 5))
            .Add("static, rows stay to the end", () => Same(texts, Static(model, prompts, seeds, settings, rows)))
            .Add("static, finished rows leave", () => Same(texts, Leaving(model, prompts, seeds, settings, rows)))
            .Add("continuous", () => Same(texts, model.Generate(prompts, settings, seeds, new() { MaxRows = rows })))
            .RunAsync(lengths.Sum(), "tokens");
        Console.WriteLine($"Throughput of continuous ÷ static: {contest[0].Min / contest[2].Min:F2} (least times), {contest[0].Median / contest[2].Median:F2} (medians). Asked: 1.5. Beside static where finished rows leave: {contest[1].Min / contest[2].Min:F2}.");
    }

    // Ends that come by chance, so that lengths are mixed as those of answers are.
    private static GenerationSettings Mixed(ModelSession model, int most) => new()
    {
        MaxNewTokens = most,
        Sample = true,
        Temperature = 1,
        EndTokenIds = [.. model.Folder.Config.EndTokenIds, .. model.Folder.Tokenizer.IdOf(".") is { } stop ? new[] { stop } : []],
    };

    private static Generated[][] Leaving(TextDecoder model, TokenRow[] prompts, ulong[] seeds, GenerationSettings settings, int rows) =>
        [.. prompts.Zip(seeds).Chunk(rows).SelectMany(part => model.Generate([.. part.Select(one => one.First)], settings, [.. part.Select(one => one.Second)]))];

    private static Generated[][] Static(TextDecoder model, TokenRow[] prompts, ulong[] seeds, GenerationSettings settings, int rows) =>
        [.. prompts.Zip(seeds).Chunk(rows).SelectMany(part => Batch(model, part, settings))];

    // As a loop without an engine does it: each row takes steps until the last one has ended.
    private static Generated[][] Batch(TextDecoder model, (TokenRow Prompt, ulong Seed)[] part, GenerationSettings settings)
    {
        using var state = DecodingState.Begin(model.Graphs, Array.ConvertAll(part, one => one.Prompt.Ids), padId: 0);
        var ids = Array.ConvertAll(part, _ => new List<int>());
        var ended = new bool[part.Length];
        while (true)
        {
            var next = new int[part.Length];
            for (var row = 0; row < part.Length; row++)
            {
                next[row] = Sampling.Choose(state.Logits(row), settings, part[row].Seed, ids[row].Count);
                if (!ended[row])
                {
                    ids[row].Add(next[row]);
                    ended[row] = settings.EndTokenIds!.Contains(next[row]) || ids[row].Count == settings.MaxNewTokens;
                }
            }

            if (Array.TrueForAll(ended, end => end))
            {
                return [.. ids.Select(text => (Generated[])[new(text, model.Tokenizer.Decode([.. text], skipSpecialTokens: true), FinishReason.End)])];
            }

            state.Step(next);
        }
    }

    private static void Same(Generated[][] expected, Generated[][] actual)
    {
        if (!expected.Zip(actual).All(pair => pair.First[0].Ids.SequenceEqual(pair.Second[0].Ids)))
        {
            throw new InvalidOperationException("The ways wrote different texts.");
        }
    }
}
