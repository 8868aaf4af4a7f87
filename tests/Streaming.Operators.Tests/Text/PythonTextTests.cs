using System.Text.Json;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Text;

public class PythonTextTests
{
    private static readonly List<JsonElement> Rows = [.. Recorded.Open("python-texts.json").GetProperty("rows").EnumerateArray()];

    public static TheoryData<int> Places => new(Enumerable.Range(0, Rows.Count));

    [Theory]
    [MemberData(nameof(Places))]
    public void Strip_is_Pythons(int row) => Assert.Equal(Rows[row].GetProperty("strip").GetString(), PythonText.Strip(Text(row)).ToString());

    [Theory]
    [MemberData(nameof(Places))]
    public void Lower_is_Pythons(int row) => Assert.Equal(Rows[row].GetProperty("lower").GetString(), PythonCase.ToLower(Text(row)));

    [Theory]
    [MemberData(nameof(Places))]
    public void Length_is_Pythons(int row) => Assert.Equal(Rows[row].GetProperty("length").GetInt32(), CodePoints.Count(Text(row)));

    [Theory]
    [MemberData(nameof(Places))]
    public void Letters_and_numbers_are_Pythons(int row) => Assert.Equal(
        (Rows[row].GetProperty("alnum").GetInt32(), Rows[row].GetProperty("alpha").GetInt32()),
        (PythonText.Alphanumeric.Count(Text(row)), PythonText.Alphabetic.Count(Text(row))));

    [Theory]
    [MemberData(nameof(Places))]
    public void Lines_are_Pythons(int row)
    {
        var lines = new List<string>();
        foreach (var line in new PythonLines(Text(row)))
        {
            lines.Add(line.ToString());
        }

        Assert.Equal(Rows[row].GetProperty("lines").EnumerateArray().Select(l => l.GetString()), lines);
    }

    [Fact]
    public void A_lone_surrogate_is_one_character() => Assert.Equal(3, CodePoints.Count("\uDC00a\uD800"));

    private static string Text(int row) => Rows[row].GetProperty("text").GetString()!;
}
