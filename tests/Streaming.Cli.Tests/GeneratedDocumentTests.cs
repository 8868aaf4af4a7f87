namespace Streaming.Cli.Tests;

public sealed class GeneratedDocumentTests
{
    [Theory]
    [InlineData("docs/operators.md", "operators --markdown")]
    [InlineData("docs/topology.schema.json", "schema")]
    public async Task A_generated_document_is_fresh(string document, string command)
    {
        var fresh = (await CommandLine.RunAsync(command.Split(' '))).Out;
        var file = Path.Combine(Repository.Root, document);
        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == fresh,
            $"{document} is stale. Regenerate it: dotnet run --project src/Streaming.Cli -- {command} > {document}");
    }

    [Fact]
    public void Every_source_and_step_has_a_job_in_the_survey() =>
        Assert.DoesNotContain(OperatorCatalog.Default.Entries, e => e.Job == SurveyJob.Unknown && e.Kind != OperatorKind.Sink);
}
