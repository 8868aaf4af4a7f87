using System.Text;
using System.Text.Json;
using Streaming.Operators.Cleaning.FixUnicode;

namespace Streaming.Operators.Tests.Cleaning.FixUnicode;

/// <summary>The recorded results of datatrove's formatter, which applies the same rules with other switches.</summary>
public sealed class FixUnicodeGoldenTests
{
    private static readonly string Folder = Path.Combine(Fixtures(), "datatrove");

    [SkippableFact]
    public void Every_recorded_switch_gives_the_recorded_text()
    {
        var file = Path.Combine(Folder, "ftfy_formatter_mapper.json");
        Skip.IfNot(File.Exists(file), "the recorded results are not here");
        using var golden = JsonDocument.Parse(File.ReadAllText(file));
        Assert.All(golden.RootElement.GetProperty("cases").EnumerateArray(), CheckCase);
    }

    private static void CheckCase(JsonElement golden)
    {
        var texts = File.ReadLines(Path.Combine(Folder, golden.GetProperty("inputs_file").GetString()!))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .ToDictionary(e => e.GetProperty("id").GetString()!, e => e.GetProperty("text").GetString()!);
        var repair = RepairOf(golden.GetProperty("params"));
        foreach (var expected in golden.GetProperty("expected").EnumerateArray())
        {
            var text = texts[expected.GetProperty("id").GetString()!];
            var wanted = expected.GetProperty("changed").TryGetProperty("text", out var changed) ? changed.GetString()! : text;
            Assert.Equal(wanted, repair.Apply(text));
        }
    }

    private static UnicodeRepair RepairOf(JsonElement switches)
    {
        var fixes = UnicodeFixes.HtmlEntities | UnicodeFixes.Encoding | UnicodeFixes.C1Controls | UnicodeFixes.Surrogates | UnicodeFixes.TerminalEscapes | UnicodeFixes.ControlCharacters;
        NormalizationForm? form = null;
        foreach (var item in switches.EnumerateObject())
        {
            form = item.Name == "normalization" ? (item.Value.GetString() == "NFKC" ? NormalizationForm.FormKC : NormalizationForm.FormC) : form;
            fixes = item.Value.ValueKind switch
            {
                JsonValueKind.True => fixes | FixOf(item.Name),
                JsonValueKind.False => fixes & ~(FixOf(item.Name) | (item.Name == "unescape_html" ? UnicodeFixes.HtmlEntities : 0)),
                _ => fixes,
            };
        }

        return new(fixes, form);
    }

    private static UnicodeFixes FixOf(string name) => name switch
    {
        "unescape_html" => UnicodeFixes.AllHtmlEntities,
        "fix_encoding" => UnicodeFixes.Encoding,
        "fix_c1_controls" => UnicodeFixes.C1Controls,
        "fix_latin_ligatures" => UnicodeFixes.Ligatures,
        "fix_character_width" => UnicodeFixes.Width,
        "uncurl_quotes" => UnicodeFixes.Quotes,
        "fix_line_breaks" => UnicodeFixes.LineBreaks,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown switch"),
    };

    private static string Fixtures()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var fixtures = Path.Combine(folder.FullName, "..", "shared", "fixtures");
            if (Directory.Exists(fixtures))
            {
                return fixtures;
            }
        }

        return "";
    }
}
