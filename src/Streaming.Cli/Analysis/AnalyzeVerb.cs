namespace Streaming.Cli.Analysis;

/// <summary><c>analyze</c>: how the columns and stats of a dataset are distributed.</summary>
internal static class AnalyzeVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var paths = new Argument<string[]>("path") { Arity = ArgumentArity.OneOrMore, Description = "Parquet or JSON Lines files, folders, globs, or tables." };
        var html = new Option<string?>("--html") { Description = "Also write a page with charts to this file." };
        var limit = new Option<long>("--limit") { DefaultValueFactory = _ => long.MaxValue, Description = "Look at so many samples only." };
        var command = new Command("analyze", "Shows the distribution of every column and stat: as a table, as JSON, as a page with charts.") { paths, html, limit };
        command.SetAction((parsed, abort) => RunAsync(parsed.GetValue(paths)!, parsed.GetValue(html), parsed.GetValue(limit), terminal, global.Of(parsed), abort));
        return command;
    }

    private static async Task<int> RunAsync(string[] paths, string? html, long limit, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var profile = await ProfileAsync(paths, limit, abort);
        if (html is not null)
        {
            await File.WriteAllTextAsync(html, ProfilePage.Of(profile, string.Join(", ", paths)), abort);
            if (!settings.Quiet)
            {
                terminal.Error.WriteLine($"wrote {html}");
            }
        }

        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(ProfileTable.Json(profile)));
        }
        else
        {
            terminal.OutConsole.Write(ProfileTable.Of(profile));
            terminal.Out.WriteLine($"{Figures.Count(profile.Samples)} samples{(profile.Unreadable > 0 ? $", {Figures.Count(profile.Unreadable)} more could not be read" : "")}");
        }

        return ExitCode.Done;
    }

    private static async Task<DatasetProfile> ProfileAsync(string[] paths, long limit, CancellationToken abort)
    {
        var profile = new DatasetProfile();
        await using var dataset = await Dataset.OpenAsync(paths, new Dictionary<string, string>(), [], abort);
        await foreach (var read in dataset.ReadAsync(abort))
        {
            profile.Unreadable += read.Batch.DeadLetters.Count;
            foreach (var sample in read.Batch.Samples)
            {
                profile.Add(sample, dataset.Schema);
                if (profile.Samples >= limit)
                {
                    return profile;
                }
            }
        }

        return profile;
    }
}
