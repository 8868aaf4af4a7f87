using System.Text.Json.Nodes;
using Streaming.Operators.Filtering.LanguageModels;
using Streaming.Operators.Filtering.LanguageModels.Training;
using Streaming.Samples;
using Streaming.Topologies;

namespace Streaming.Cli.Training;

/// <summary><c>train-ngram</c>: a language model of words or pieces, for <c>perplexity_filter</c>.</summary>
internal static class TrainNgramVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var paths = new Argument<string[]>("source") { Arity = ArgumentArity.OneOrMore, Description = "Parquet or JSON Lines files, folders, globs, or tables." };
        var to = new Option<string>("--out") { Required = true, HelpName = "file", Description = "The model, as ARPA; compressed where the name ends in .gz." };
        var order = new Option<int>("--order") { DefaultValueFactory = _ => 5, Description = $"The longest run of words that the model looks at, 1…{NgramTraining.MaxOrder}." };
        var tokenizer = new Option<string>("--tokenizer")
        {
            DefaultValueFactory = _ => ModelLines.NoTokenizer,
            HelpName = "model",
            Description = "Cuts texts into pieces: a SentencePiece model, a tokenizer.json, a folder or name of one. none: words are what stands between white space. Give perplexity_filter the same.",
        };
        var column = new Option<string>("--text-key") { DefaultValueFactory = _ => KnownColumns.Text, HelpName = "column", Description = "The column of the texts." };
        var prune = new Option<long[]>("--prune")
        {
            HelpName = "count",
            AllowMultipleArgumentsPerToken = true,
            Description = "For each length, single words first, the count up to which runs are left out: 0 0 1 leaves out runs of three words and more that were met once.",
        };
        var memory = new Option<string>("--memory") { DefaultValueFactory = _ => "1GiB", Description = "About how much memory to take; what does not fit is sorted on disk." };
        var scratch = new Option<string?>("--scratch") { HelpName = "folder", Description = "Where files go while it is trained; default: beside the model." };
        var command = new Command("train-ngram", "Trains an n-gram model (modified Kneser-Ney) of a dataset's texts, for perplexity_filter. The same texts give the same model, whatever the memory.")
        {
            paths, to, order, tokenizer, column, prune, memory, scratch,
        };
        command.SetAction((parsed, _) => RunAsync(
            new()
            {
                Sources = parsed.GetValue(paths)!,
                Out = Path.GetFullPath(parsed.GetValue(to)!),
                Order = parsed.GetValue(order),
                Tokenizer = parsed.GetValue(tokenizer)!,
                TextKey = parsed.GetValue(column)!,
                Prune = parsed.GetValue(prune) ?? [],
                MemoryBytes = Quantity.Bytes(parsed.GetValue(memory)!) ?? throw new BadInputException($"--memory takes a size such as 512MiB, not '{parsed.GetValue(memory)}'."),
                Scratch = parsed.GetValue(scratch),
            },
            terminal,
            global.Of(parsed)));
        return command;
    }

    private static async Task<int> RunAsync(NgramJob job, Terminal terminal, Settings settings)
    {
        using var interruption = new Interruption(terminal, "Stopping: no model is written.");
        try
        {
            var report = await job.RunAsync(terminal, settings, interruption.Drain);
            Tell(job, report, terminal, settings);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Drain.IsCancellationRequested)
        {
            if (settings.Json)
            {
                terminal.Out.WriteLine(JsonLine.Of(new JsonObject { ["status"] = "interrupted", ["model"] = job.Out }));
            }

            return ExitCode.Interrupted;
        }
    }

    private static void Tell(NgramJob job, NgramReport report, Terminal terminal, Settings settings)
    {
        var assumed = report.Discounts.Select((discounts, i) => (discounts, Length: i + 1)).Where(d => d.discounts.IsAssumed).Select(d => d.Length).ToList();
        if (assumed.Count > 0 && settings.Log >= LogDetail.Warning)
        {
            terminal.Error.WriteLine($"warning: too little text to estimate the discounts of runs of {string.Join(", ", assumed)}; they are taken to be 0.5, 1 and 1.5");
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject
            {
                ["status"] = "completed",
                ["model"] = job.Out,
                ["bytes"] = new FileInfo(job.Out).Length,
                ["order"] = job.Order,
                ["samples"] = job.Samples,
                ["unreadable"] = job.Unreadable,
                ["lines"] = report.Lines,
                ["words"] = report.Words,
                ["ngrams"] = new JsonArray([.. report.Grams.Select(n => (JsonNode)n)]),
                ["discounts"] = new JsonArray([.. report.Discounts.Select(d => (JsonNode)new JsonArray(d.One, d.Two, d.More))]),
                ["assumed_discounts"] = new JsonArray([.. assumed.Select(length => (JsonNode)length)]),
                ["elapsed_ms"] = (long)job.Elapsed.TotalMilliseconds,
            }));
        }
        else if (!settings.Quiet)
        {
            var unreadable = job.Unreadable > 0 ? $" ({Figures.Count(job.Unreadable)} could not be read)" : "";
            terminal.Out.WriteLine($"{job.Out}: {Figures.Bytes(new FileInfo(job.Out).Length)}, runs of 1 to {job.Order}: {string.Join(", ", report.Grams.Select(Figures.Count))}");
            terminal.Out.WriteLine($"from {Figures.Count(report.Words)} words in {Figures.Count(job.Samples)} samples{unreadable}, in {Figures.Duration(job.Elapsed)}");
            terminal.Out.WriteLine($"- perplexity_filter: {{ model: {job.Out}, tokenizer: {job.Tokenizer} }}");
        }
    }
}
