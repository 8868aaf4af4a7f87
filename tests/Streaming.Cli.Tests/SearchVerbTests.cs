using System.Text.Json.Nodes;

namespace Streaming.Cli.Tests;

public sealed class SearchVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _file;

    public SearchVerbTests()
    {
        string[] lines =
        [
            """{"id":"a","text":"The cat sat on the mat. The cat slept.","lang":"en","score":0.9,"v":[1,0,0]}""",
            """{"id":"b","text":"A dog chased the cat across the yard and over the fence and far away","lang":"en","score":0.2,"v":[0.9,0.1,0]}""",
            """{"id":"c","text":"Die Katze schläft auf dem Sofa","lang":"de","score":0.8,"v":[0.7,0.7,0]}""",
            """{"id":"d","text":"星星和月亮在天上","lang":"zh","score":0.5,"v":[0,0,1]}""",
            """{"id":"e","text":"","lang":"en","score":null,"v":null}""",
        ];
        _file = _folder.Write("in.jsonl", string.Join('\n', lines));
    }

    [Fact]
    public async Task The_best_answers_come_first_with_their_scores()
    {
        var json = await SearchAsync("cat");
        Assert.Equal(["a", "b"], Ids(json));

        // Two of five texts hold it: idf = ln(1 + 3.5 / 2.5); text a has it twice in 9 terms of 37 in all (9, 15, 6, 7 pairs of characters, 0).
        var mean = (9 + 15 + 6 + 7 + 0) / 5.0;
        Assert.Equal(Math.Log(1 + (3.5 / 2.5)) * 2 * 2.2 / (2 + (1.2 * (0.25 + (0.75 * 9 / mean)))), json["hits"]![0]!["score"]!.GetValue<double>(), 9);
    }

    [Theory]
    [InlineData("SCHLÄFT", "c")]
    [InlineData("月亮", "d")]
    [InlineData("yard dog", "b")]
    [InlineData("nowhere", "")]
    public async Task Words_of_any_script_are_found(string query, string ids) => Assert.Equal(ids, string.Concat(Ids(await SearchAsync(query))));

    [Theory]
    [InlineData("score >= 0.5", "a")]
    [InlineData("score < 0.5", "b")]
    [InlineData("lang == 'de'", "")]
    [InlineData("id != 'a'", "b")]
    [InlineData("text contains 'fence' and not lang == 'de'", "b")]
    public async Task Conditions_narrow_the_search(string condition, string ids) => Assert.Equal(ids, string.Concat(Ids(await SearchAsync("cat", "--where", condition))));

    [Fact]
    public async Task The_nearest_to_a_sample_are_those_of_the_least_angle()
    {
        var json = await SearchAsync("--like", "a", "--embedding", "v");
        Assert.Equal(["b", "c", "d"], Ids(json));
        Assert.Equal(Math.Sqrt(0.5), json["hits"]![1]!["score"]!.GetValue<double>(), 5);
    }

    [Fact]
    public async Task Only_so_many_are_given_and_the_rest_are_counted()
    {
        var json = await SearchAsync("the", "--top", "1");
        Assert.Equal((1, 2L), (json["hits"]!.AsArray().Count, json["found"]!.GetValue<long>()));
    }

    [Fact]
    public async Task A_table_is_searched_like_a_file()
    {
        using var documents = new Documents(1000);
        await CommandLine.RunAsync("run", documents.Topology, "--quiet");
        var json = (await CommandLine.RunAsync("search", documents.Table, "number 777", "--json")).Json;
        var hit = json["hits"]![0]!;
        Assert.Equal("d777", hit["id"]!.GetValue<string>());
        Assert.EndsWith(".parquet", hit["shard"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("777", hit["snippet"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cat", "--like", "a")]
    [InlineData("cat", "--embedding", "v")]
    [InlineData("--like", "nobody", "--embedding", "v")]
    [InlineData("…")]
    [InlineData("cat", "--where", "score")]
    [InlineData("cat", "--where", "score > much")]
    [InlineData("cat", "--top", "0")]
    public async Task What_makes_no_sense_gives_2(params string[] arguments) => Assert.Equal(2, (await CommandLine.RunAsync(["search", _file, .. arguments])).Code);

    [Fact]
    public void Snippets_show_where_most_of_the_query_stands()
    {
        var text = string.Join(' ', Enumerable.Repeat("filler", 200)) + " red here " + string.Join(' ', Enumerable.Repeat("filler", 200)) + " a red green 😀 apple";
        Assert.Contains("red green", Search.Snippet.Of(text, new("red green")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<JsonNode> SearchAsync(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(["search", _file, .. arguments, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        return result.Json;
    }

    private static IEnumerable<string> Ids(JsonNode json) => json["hits"]!.AsArray().Select(h => h!["id"]!.GetValue<string>());
}
