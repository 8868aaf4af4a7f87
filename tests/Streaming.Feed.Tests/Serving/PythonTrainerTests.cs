using System.Text.Json;

namespace Streaming.Feed.Tests.Serving;

/// <summary>The trainers of docs/trainers, as they are printed there, in a real Python with a real pyarrow.</summary>
public sealed class PythonTrainerTests
{
    [SkippableTheory]
    [InlineData("flight.py")]
    [InlineData("http_feed.py")]
    public async Task A_trainer_in_Python_reads_the_feed_and_goes_on_from_a_cursor(string script)
    {
        var (python, why) = await PyArrow.PythonAsync();
        Skip.If(python is null, why);
        await using var served = await FedTable.StartAsync(500, 100);
        var location = script == "flight.py" ? $"grpc://127.0.0.1:{served.Server.Flight.Port}" : $"http://127.0.0.1:{served.Server.Http.Port}";
        var ticket = new Dictionary<string, object> { ["table"] = "t", ["world"] = 2, ["rank"] = 1, ["seed"] = 5, ["batch_rows"] = 20 };

        var whole = await RunAsync(python, script, location, JsonSerializer.Serialize(ticket));
        ticket["cursor"] = whole[3].Cursor;
        var rest = await RunAsync(python, script, location, JsonSerializer.Serialize(ticket));

        Assert.Equal(await served.Table.IdsAsync(new() { World = 2, Rank = 1, Seed = 5 }), whole.SelectMany(b => b.Ids));
        Assert.Equal(whole.Skip(4).SelectMany(b => b.Ids), rest.SelectMany(b => b.Ids));
    }

    [SkippableTheory]
    [InlineData("flight.py", "zstd")]
    [InlineData("http_feed.py", "lz4")]
    public async Task A_trainer_in_Python_reads_mixed_tables_whose_buffers_are_compressed(string script, string compression)
    {
        var (python, why) = await PyArrow.PythonAsync();
        Skip.If(python is null, why);
        await using var other = new GrowingTable(300, 70);
        await other.GrowAsync();
        await using var served = await FedTable.StartAsync(500, 100, change: o => o with { Tables = [.. o.Tables, "u=" + other.Folder] });
        var location = script == "flight.py" ? served.Server.FlightAddress : served.Server.HttpAddress;
        var ticket = new Dictionary<string, object> { ["tables"] = new { t = 0.6, u = 0.4 }, ["columns"] = new[] { "id", "text", "lineage" }, ["batch_rows"] = 20, ["compression"] = compression };

        var whole = await RunAsync(python, script, location, JsonSerializer.Serialize(ticket));
        ticket["cursor"] = whole[3].Cursor;
        ticket.Remove("compression");
        var rest = await RunAsync(python, script, location, JsonSerializer.Serialize(ticket));

        Assert.Equal(served.Table.Ids.Concat(other.Ids).Order(), whole.SelectMany(b => b.Ids).Order());
        Assert.Equal(whole.Skip(4).SelectMany(b => b.Ids), rest.SelectMany(b => b.Ids));
    }

    [SkippableFact]
    public async Task A_trainer_in_Python_reads_the_bare_table()
    {
        var (python, why) = await PyArrow.PythonAsync();
        Skip.If(python is null, why);
        await using var table = new GrowingTable(300, 100);
        await table.GrowAsync();
        var (code, output, errors) = await PyArrow.RunAsync(python!, [Script("delta.py"), table.Folder]);

        Assert.True(code == 0, errors);
        Assert.Equal(table.Ids, output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("flight.py")]
    [InlineData("http_feed.py")]
    [InlineData("delta.py")]
    public void A_trainer_fits_on_a_page(string script) => Assert.InRange(File.ReadLines(Script(script)).Count(), 1, 40);

    private static async Task<List<(string Cursor, string[] Ids)>> RunAsync(string? python, string script, params string[] arguments)
    {
        var (code, output, errors) = await PyArrow.RunAsync(python!, [Script(script), .. arguments]);
        Assert.True(code == 0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(words => (words[0], words[1..]))];
    }

    private static string Script(string name) => Repository.File("docs", "trainers", name);
}
