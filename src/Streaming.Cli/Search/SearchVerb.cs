using System.Text.Json.Nodes;
using Spectre.Console;
using Streaming.Topologies;

namespace Streaming.Cli.Search;

/// <summary><c>search</c>: finds samples of a table by words, or by their vectors.</summary>
internal static class SearchVerb
{
    public static Command Create(Terminal terminal, GlobalOptions global)
    {
        var path = new Argument<string>("table") { Description = "A table, or a Parquet or JSON Lines file, folder or glob." };
        var query = new Argument<string>("query") { Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => "", Description = "Words to look for; with --model a text to find the nearest to." };
        var top = new Option<int>("--top") { DefaultValueFactory = _ => 10, Description = "So many of the best." };
        var where = new Option<string[]>("--where") { HelpName = "condition", Description = "Only samples of which this holds, as in a route of a topology: \"lang == 'en' and quality >= 0.6\". May be repeated." };
        var embedding = new Option<string?>("--embedding") { HelpName = "column", Description = "Search by the vectors of this column; the query's comes from --model, or is that of the sample --like names." };
        var model = new Option<string?>("--model") { HelpName = "folder", Description = "Search by vectors of this model; it embeds every text where --embedding names no column." };
        var like = new Option<string?>("--like") { HelpName = "id", Description = "Find the nearest to this sample, instead of a query." };
        var command = new Command("search", "Finds samples by words (BM25) or by vectors (cosine); exactly, whatever the size of the table.") { path, query, top, where, embedding, model, like };
        command.SetAction((parsed, abort) => RunAsync(
            new()
            {
                Path = parsed.GetValue(path)!,
                Query = parsed.GetValue(query) ?? "",
                Top = parsed.GetValue(top),
                Where = [.. (parsed.GetValue(where) ?? []).Select(Condition)],
                Embedding = parsed.GetValue(embedding),
                Model = parsed.GetValue(model),
                Like = parsed.GetValue(like),
            },
            terminal,
            global.Of(parsed),
            abort));
        return command;
    }

    private static async Task<int> RunAsync(SearchOptions options, Terminal terminal, Settings settings, CancellationToken abort)
    {
        Check(options);
        var search = new TableSearch(options, terminal, settings);
        var hits = await search.RunAsync(abort);
        if (settings.Json)
        {
            terminal.Out.WriteLine(JsonLine.Of(new JsonObject
            {
                ["query"] = options.Query,
                ["by"] = options.IsByVector ? "vector" : "words",
                ["searched"] = search.Matching,
                ["found"] = search.Found,
                ["hits"] = new JsonArray([.. hits.Select(h => (JsonNode)h.Hit.Json(h.Score))]),
            }));
            return ExitCode.Done;
        }

        foreach (var (hit, score) in hits)
        {
            terminal.OutConsole.Write(new Text($"{Figures.Number(Math.Round(score, 4)),8}  {Figures.Visible(hit.Id)}  ({Figures.Visible(hit.Shard)}, row {Figures.Count(hit.Row)})\n          {Figures.Visible(hit.Snippet)}\n"));
        }

        terminal.Out.WriteLine($"{Figures.Count(hits.Count)} of {Figures.Count(search.Found)} found in {Figures.Count(search.Matching)} samples");
        return ExitCode.Done;
    }

    private static Predicate Condition(string text)
    {
        var (predicate, error) = PredicateParser.Parse(text);
        return predicate ?? throw new BadInputException($"--where: '{text}' at {error!.Column + 1}: {error.Message}");
    }

    private static void Check(SearchOptions options)
    {
        if (options.Top < 1)
        {
            throw new BadInputException("--top must be 1 or more.");
        }

        if (options.Like is not null && !options.IsByVector)
        {
            throw new BadInputException("--like compares vectors: say where they are (--embedding), or what makes them (--model).");
        }

        if (options.Like is null && options.Query.Length == 0)
        {
            throw new BadInputException("Say what to search for: a query, or --like with the id of a sample.");
        }

        if (options is { Embedding: not null, Model: null, Like: null })
        {
            throw new BadInputException("A query has no vector without a model: give --model, or --like with the id of a sample.");
        }
    }
}
