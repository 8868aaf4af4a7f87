using System.Text;

namespace Streaming.Cli.Tests;

/// <summary>Rejects of a threshold over a model's figure, when the model moves.</summary>
public sealed class RescoredModelTests : IDisposable
{
    private const string Story = "In the morning, Anna walked from the library to the museum. On Monday the market was closed because the engine needed repair.";
    private const string Advert = "LIMITED OFFER!!! SAVE BIG... WIN CASH >>> CLICK HERE >>> BUY NOW!!! 100% FREE $$$";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_score_of_a_model_that_is_another_one_by_now_is_computed_anew_and_that_of_the_same_one_is_believed()
    {
        var (topology, rejects) = Prepare();
        Assert.Equal(0, (await CommandLine.RunAsync("run", topology, "--quiet")).Code);

        // The same model says the same again, also where it is asked again.
        Assert.Equal((4, 0), await RescoreAsync(rejects, topology));

        // Its labels change places: what was the probability of one is now that of the other.
        var config = Path.Combine(_folder.Path, "model", "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("high", "kept", StringComparison.Ordinal).Replace("low", "high", StringComparison.Ordinal).Replace("kept", "low", StringComparison.Ordinal));
        Assert.Equal((4, 4), await RescoreAsync(rejects, topology));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int Asked, int LetIn)> RescoreAsync(string rejects, string topology)
    {
        var result = await CommandLine.RunAsync("rescore", rejects, "--with", topology, "--from", "text_classifier_scorer", "--json");
        Assert.True(result.Code == 0, result.Error);
        var rescored = result.Json["rescored"]![0]!;
        return ((int)rescored["asked"]!, (int)rescored["let_in"]!);
    }

    private (string Topology, string Rejects) Prepare()
    {
        var model = Path.Combine(Repository.Root, "topologies", "models", "quality");
        foreach (var file in Directory.EnumerateFiles(model))
        {
            var to = Path.Combine(_folder.Path, "model", Path.GetFileName(file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var lines = new StringBuilder();
        for (var i = 0; i < 10; i++)
        {
            lines.AppendLine($$"""{"id":"d{{i}}","text":"{{(i < 6 ? Story : Advert)}}"}""");
        }

        _folder.Write("in.jsonl", lines.ToString());
        return (_folder.Write("topology.yaml", """
            name: judged
            source: { jsonl: { path: in.jsonl } }
            steps:
              - text_classifier_scorer: { model: model, label: high, into: quality, device: cpu }
              - specified_numeric_field_filter: { field_key: __dj__stats__.quality, min_value: 0.5 }
            sink: { delta: { path: out/docs } }
            """), Path.Combine(_folder.Path, "out/docs.rejects"));
    }
}
