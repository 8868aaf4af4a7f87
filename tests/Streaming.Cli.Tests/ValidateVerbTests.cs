namespace Streaming.Cli.Tests;

public sealed class ValidateVerbTests : IDisposable
{
    private const string Good = "name: t\nsource: { parquet: { path: in.parquet } }\nsink: { delta: { path: out } }\n";

    private readonly TempFolder _folder = new();

    public ValidateVerbTests() => _folder.Write("in.parquet", "");

    [Fact]
    public async Task A_valid_topology_gives_0()
    {
        var result = await CommandLine.RunAsync("validate", _folder.Write("t.yaml", Good));
        Assert.Equal((0, ""), (result.Code, result.Error));
    }

    [Fact]
    public async Task Every_problem_is_written_with_its_place_and_the_code_is_2()
    {
        var file = _folder.Write("t.yaml", Good + "memroy: 1GiB\nsteps:\n- fix_unicode_maper\n");
        var result = await CommandLine.RunAsync("validate", file);
        Assert.Equal(2, result.Code);
        Assert.Contains($"{file}:4:1: the topology has no 'memroy'", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:6:3: no step is named 'fix_unicode_maper'; `streaming operators` lists them (did you mean 'fix_unicode_mapper'?)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_are_checked_at_once()
    {
        var result = await CommandLine.RunAsync("validate", _folder.Write("a.yaml", "name: a"), _folder.Write("b.yaml", "name: b"));
        Assert.Contains("a.yaml:1:1", result.Error, StringComparison.Ordinal);
        Assert.Contains("b.yaml:1:1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_can_be_had_as_json()
    {
        var result = await CommandLine.RunAsync("validate", "--json", _folder.Write("t.yaml", Good + "seed: x\n"));
        Assert.False(result.Json["valid"]!.GetValue<bool>());
        Assert.Equal((4, 7), (result.Json["problems"]![0]!["line"]!.GetValue<int>(), result.Json["problems"]![0]!["column"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_missing_input_file_is_a_problem_at_its_option()
    {
        var result = await CommandLine.RunAsync("validate", _folder.Write("t.yaml", Good), "--set", "source.parquet.path=[in.parquet, nowhere.parquet]");
        Assert.Contains("--set:1:21: There is no file or folder 'nowhere.parquet'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_counts()
    {
        var result = await CommandLine.RunAsync("validate", _folder.Write("t.yaml", Good + "seed: x\n"), "--set", "seed=5");
        Assert.Equal(0, result.Code);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("nonsense")]
    [InlineData("run", "t.yaml", "--threads", "0")]
    [InlineData("completion", "tcsh")]
    public async Task A_command_line_that_makes_no_sense_gives_2(params string[] arguments) => Assert.Equal(2, (await CommandLine.RunAsync(arguments)).Code);

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    public async Task A_bad_topology_starts_nothing(string verb)
    {
        var result = await CommandLine.RunAsync(verb, _folder.Write("t.yaml", "name: t"), "--json");
        Assert.Equal((2, "bad_input"), (result.Code, result.Json["error"]!["code"]!.GetValue<string>()));
        Assert.Contains("nothing was started", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
