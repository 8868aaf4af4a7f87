namespace Streaming.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("va", "validate")]
    [InlineData("run x.yaml --fr", "--fresh")]
    [InlineData("operators docu", "document_deduplicator")]
    [InlineData("completion z", "zsh")]
    public async Task Words_are_completed(string line, string word)
    {
        var result = await CommandLine.RunAsync($"[suggest:{line.Length}]", line);
        Assert.Equal(0, result.Code);
        Assert.Contains(word, result.Out.Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _streaming streaming")]
    [InlineData("zsh", "compdef _streaming streaming")]
    [InlineData("fish", "complete -c streaming")]
    public async Task Each_shell_has_its_script(string shell, string line) =>
        Assert.Contains(line, (await CommandLine.RunAsync("completion", shell)).Out, StringComparison.Ordinal);
}
