using System.Text;
using System.Text.Json;
using Streaming.Operators.Cleaning.FixUnicode;

namespace Streaming.Operators.Tests.Cleaning.FixUnicode;

/// <summary>What ftfy's documentation and tests say of single strings (input and result only), with its defaults.</summary>
public sealed class PublishedExampleTests
{
    private static readonly UnicodeRepair Repair = new(UnicodeFixes.All, NormalizationForm.FormC);

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cleaning", "FixUnicode", "published-examples.json")));
        foreach (var example in file.RootElement.EnumerateArray())
        {
            examples.Add(example.GetProperty("original").GetString()!, example.GetProperty("fixed").GetString()!);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_published_example_is_repaired_as_published(string original, string repaired) => Assert.Equal(repaired, Repair.Apply(original));
}
