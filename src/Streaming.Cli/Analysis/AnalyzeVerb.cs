using Streaming.Cli.Analysis.Page;
using Streaming.Cli.Analysis.Reading;

namespace Streaming.Cli.Analysis;

/// <summary><c>analyze</c>: what a dataset holds, as a table, as JSON, as a page with charts.</summary>
internal static class AnalyzeVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var paths = new Argument<string[]>("path") { Arity = ArgumentArity.OneOrMore, Description = "Parquet or JSON Lines files, folders, globs, or tables." };
        var html = new Option<string?>("--html") { HelpName = "file", Description = "Also write the report as one page with charts, which loads nothing and runs no script." };
        var limit = new Option<long>("--limit") { DefaultValueFactory = _ => long.MaxValue, Description = "Look at so many samples only." };
        var epochs = new Option<string?>("--epochs") { HelpName = "a..b", Description = "Of a table only what these epochs wrote." };
        var against = new Option<string[]>("--against") { HelpName = "path", AllowMultipleArgumentsPerToken = true, Description = "Tell the drift from this dataset." };
        var againstEpochs = new Option<string?>("--against-epochs") { HelpName = "a..b", Description = "Tell the drift from these epochs, of the table given by --against, else of the same." };
        var shares = new Option<string[]>("--share") { HelpName = "column", Description = "Count the values of this column too, beside those of languages, sources and licences. May be repeated." };
        var embedding = new Option<string?>("--embedding") { HelpName = "column", Description = "The column whose vectors make the map; else words are hashed." };
        var model = new Option<string?>("--model") { HelpName = "folder", Description = "The model whose vectors of the texts make the map." };
        var near = new Option<double>("--near") { DefaultValueFactory = _ => 0.7, HelpName = "similarity", Description = "The similarity from which on texts are near-duplicates, 0…1; 0: they are not looked for." };
        var command = new Command("analyze", "Shows what a dataset holds: distributions, shares, correlations, examples, near-duplicates, a map, drift, and thresholds with what they would leave.")
        {
            paths, html, limit, epochs, against, againstEpochs, shares, embedding, model, near,
        };
        command.SetAction((parsed, abort) => RunAsync(
            new()
            {
                Paths = parsed.GetValue(paths)!,
                Html = parsed.GetValue(html),
                Limit = parsed.GetValue(limit),
                Epochs = parsed.GetValue(epochs),
                Against = parsed.GetValue(against) ?? [],
                AgainstEpochs = parsed.GetValue(againstEpochs),
                Shares = parsed.GetValue(shares) ?? [],
                Embedding = parsed.GetValue(embedding),
                Model = parsed.GetValue(model),
                Near = parsed.GetValue(near),
            },
            terminal,
            global.Of(parsed),
            abort));
        return command;
    }

    private static async Task<int> RunAsync(AnalyzeOptions options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        if (options.Near is not (>= 0 and < 1))
        {
            throw new BadInputException("--near must be at least 0 and less than 1.");
        }

        var report = await ReportAsync(options, terminal, settings, abort);
        if (options.Html is not null)
        {
            await File.WriteAllTextAsync(options.Html, ReportPage.Of(report), abort);
            if (!settings.Quiet)
            {
                terminal.Error.WriteLine($"wrote {options.Html}");
            }
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(report.Json()));
            return ExitCode.Done;
        }

        terminal.OutConsole.Write(ReportTable.Of(report.Profile));
        foreach (var line in ReportTable.Lines(report))
        {
            terminal.Out.WriteLine(line);
        }

        return ExitCode.Done;
    }

    private static async Task<DatasetReport> ReportAsync(AnalyzeOptions options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        if (options.Limit < 1)
        {
            throw new BadInputException("--limit must be 1 or more.");
        }

        // Both are opened first: a mistake in either is told before anything is read.
        await using var input = await AnalysedInput.OpenAsync(options.Paths, options.Epochs, abort);
        await using var other = options.HasOther ? await AnalysedInput.OpenAsync(options.Against.Count > 0 ? options.Against : options.Paths, options.AgainstEpochs, abort) : null;
        foreach (var share in options.Shares)
        {
            input.Require("--share", share);
        }

        if (options.Embedding is { } embedding)
        {
            input.Require("--embedding", embedding);
        }

        (string, DatasetProfile)? against = other is null ? null : (other.Title, await ProfileAsync(other.Dataset, options with { ColumnsOnly = true }, terminal, settings, abort));
        var profile = await ProfileAsync(input.Dataset, options, terminal, settings, abort);
        return DatasetReport.Of(input, profile, against, options, isFull: options.Html is not null || settings.Json);
    }

    private static async Task<DatasetProfile> ProfileAsync(Dataset dataset, AnalyzeOptions options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var profile = new DatasetProfile(options);
        var pace = new ReadPace(terminal, settings, dataset.Extent, options.Limit);
        await foreach (var read in dataset.ReadAsync(abort))
        {
            profile.Unreadable += read.Batch.DeadLetters.Count;
            foreach (var sample in read.Batch.Samples)
            {
                profile.Add(sample, dataset.Schema);
                if (profile.Samples >= options.Limit)
                {
                    break;
                }
            }

            pace.Add(read.Batch.Samples.Count, read.StoredBytes);
            if (profile.Samples >= options.Limit)
            {
                break;
            }
        }

        pace.End();
        return profile;
    }
}
