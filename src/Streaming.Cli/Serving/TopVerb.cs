using System.Text.Json.Nodes;
using Spectre.Console;
using Spectre.Console.Rendering;
using Streaming.Feed;

namespace Streaming.Cli.Serving;

/// <summary><c>top</c>: a run, or a feed, that goes on elsewhere, as its own terminal would show it.</summary>
internal static class TopVerb
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var address = new Argument<string>("url") { Description = "Where a run with feed, or serve, answers HTTP: http://127.0.0.1:8080." };
        var once = new Option<bool>("--once") { Description = "Look once, and end. So it is where standard output is no terminal." };
        var command = new Command("top", $"Shows a run that goes on elsewhere, by its HTTP. Stays until Ctrl-C or the run's end. {FeedOptions.TokenVariable} has the token where the server asks for one.") { address, once };
        command.SetAction(async (parsed, abort) =>
        {
            using var server = new AskedServer(parsed.GetValue(address)!, Environment.GetEnvironmentVariable(FeedOptions.TokenVariable));
            return await RunAsync(server, parsed.GetValue(once), terminal, global.Of(parsed), abort);
        });
        return command;
    }

    private static async Task<int> RunAsync(AskedServer server, bool once, Terminal terminal, Settings settings, CancellationToken abort)
    {
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(await server.AskAsync(abort)));
            return ExitCode.Done;
        }

        var pace = new RunPace();
        if (once || !terminal.IsOutLive)
        {
            terminal.OutConsole.Write(View(await server.AskAsync(abort), pace));
            return ExitCode.Done;
        }

        using var end = new EndSignal();
        await terminal.OutConsole.Live(new Text("asking…")).StartAsync(async live =>
        {
            for (var isOver = false; !isOver && !end.Came.IsCompleted;)
            {
                var told = await server.AskAsync(abort);
                live.UpdateTarget(View(told, pace));
                isOver = (string?)told["status"] is "completed" or "failed" or "interrupted";
                await Task.WhenAny(end.Came, Task.Delay(Every, abort));
            }
        });
        return end.Came.IsCompleted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static Rows View(JsonObject told, RunPace pace)
    {
        var parts = new List<IRenderable>();
        if (told["status"] is not null)
        {
            parts.Add(new Text($"{ToldRun.Word(told["pipeline"])}: {ToldRun.Word(told["status"])}{(told["error"] is { } error ? $": {ToldRun.Word(error["message"])}" : "")}"));
        }

        if (told["samples"] is not null)
        {
            var snapshot = ToldRun.Read(told);
            pace.Observe(snapshot);
            parts.Add(LiveView.Of(snapshot, pace));
        }

        if (told["streams"] is JsonArray { Count: > 0 } streams)
        {
            parts.Add(Streams(streams));
        }

        return new(parts);
    }

    private static Table Streams(JsonArray streams)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("table").AddColumn("rank");
        foreach (var title in new[] { "batches", "rows", "rows behind" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var stream in streams)
        {
            table.AddRow(new Text(ToldRun.Word(stream!["table"])), new Text($"{(int)stream["rank"]!} of {(int)stream["world"]!}"),
                new Text(Figures.Count((long)stream["batches"]!)), new Text(Figures.Count((long)stream["rows"]!)), new Text(Figures.Count((long)stream["lag"]!)));
        }

        return table;
    }
}
