namespace Streaming.Cli.Tests;

public sealed class OperatorsVerbTests
{
    [Fact]
    public async Task The_list_has_every_operator_with_its_summary()
    {
        var result = await CommandLine.RunAsync("operators");
        Assert.All(OperatorCatalog.Default.Entries, e => Assert.Contains(e.Name, result.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_operator_is_shown_with_its_options()
    {
        var result = await CommandLine.RunAsync("operators", "sequence_packer");
        Assert.Contains("max_tokens", result.Out, StringComparison.Ordinal);
        Assert.Contains("- sequence_packer:", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_and_a_sink_of_one_name_are_both_shown()
    {
        var result = await CommandLine.RunAsync("operators", "parquet", "--json");
        Assert.Equal(["source", "sink"], result.Json["operators"]!.AsArray().Select(o => o!["kind"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_unknown_name_gives_2_and_the_nearest()
    {
        var result = await CommandLine.RunAsync("operators", "sequence_paker");
        Assert.Equal(2, result.Code);
        Assert.Contains("did you mean 'sequence_packer'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_operator_and_option_is_documented()
    {
        var silent = OperatorCatalog.Default.Entries.Where(e => e.Summary.Length == 0).Select(e => e.Name)
            .Concat(OperatorCatalog.Default.Entries.SelectMany(e => e.Options.Where(o => o.Description.Length == 0).Select(o => $"{e.Name}.{o.Name}")));
        Assert.Empty(silent);
    }
}
