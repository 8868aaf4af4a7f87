using System.Text.Json.Nodes;
using Streaming.Operators.Safety;

namespace Streaming.Operators.Tests.Safety;

public class ProvenanceTests
{
    private const string Variable = "STREAMING_TEST_PROVENANCE_KEY";

    static ProvenanceTests() => Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(new byte[32]));

    [Fact]
    public async Task It_says_where_a_sample_is_from()
    {
        var sample = await MarkAsync("", "a \"text\"", s => s.Meta["license"] = "MIT");
        var json = JsonNode.Parse((string)sample.Meta["provenance"]!)!;
        Assert.Equal((sample.Id, sample.Lineage.Position, "MIT"), (json["id"]!.GetValue<string>(), json["position"]!.GetValue<long>(), json["license"]!.GetValue<string>()));
        Assert.Null(json["url"]);
        Assert.Null(json["seal"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(Variable, null)]
    public async Task What_was_not_touched_is_kept(string variable, string? fault) => Assert.Equal(fault, await FaultAsync(variable, await MarkAsync(variable, "text\uD800", _ => { })));

    [Fact]
    public async Task Another_text_is_told()
    {
        var sample = await MarkAsync(Variable, "text", _ => { });
        sample.Text = "texts";
        Assert.Equal("the text is not the one that the provenance is of", await FaultAsync(Variable, sample));
    }

    [Fact]
    public async Task A_forged_licence_breaks_the_seal()
    {
        var sample = await MarkAsync(Variable, "text", s => s.Meta["license"] = "CC-BY-NC-4.0");
        sample.Meta["provenance"] = ((string)sample.Meta["provenance"]!).Replace("CC-BY-NC-4.0", "MIT", StringComparison.Ordinal);
        Assert.Equal("the seal does not hold", await FaultAsync(Variable, sample));
        Assert.Null(await FaultAsync("", sample));
    }

    [Fact]
    public async Task What_has_none_or_no_seal_is_told()
    {
        Assert.Equal("there is no provenance", await FaultAsync(Variable, Some.Samples("text")[0]));
        Assert.Equal("the seal does not hold", await FaultAsync(Variable, await MarkAsync("", "text", _ => { })));
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_said_at_once() =>
        await Assert.ThrowsAsync<BadInputException>(async () => await MarkAsync("STREAMING_TEST_NO_SUCH_VARIABLE", "text", _ => { }));

    private static async Task<Sample> MarkAsync(string variable, string text, Action<Sample> prepare)
    {
        var sample = Some.Samples(text)[0];
        prepare(sample);
        await using var driver = await OperatorDriver.OpenAsync(new ProvenanceMapper(new() { KeyVariable = variable }));
        await driver.ApplyAsync([sample]);
        return driver.Out[0];
    }

    private static async Task<string?> FaultAsync(string variable, Sample sample)
    {
        await using var driver = await OperatorDriver.OpenAsync(new ProvenanceFilter(new() { KeyVariable = variable }));
        await driver.ApplyAsync([sample]);
        return driver.Out.Count == 1 ? null : Assert.Single(driver.Rejected).Why.Reason;
    }
}
