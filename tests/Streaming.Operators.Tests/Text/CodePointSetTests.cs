using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tests.Text;

public class CodePointSetTests
{
    private static readonly string[] Parts = ["a", "Z", "5", " ", "\n", "~", "\u007F", "é", "中", "😀", "𝐀", "\uD800", "\uDC00", "abcdefghijklmnop", "0123456789 .,;:!?"];

    private static readonly CodePointSet[] Sets = [PythonText.Alphanumeric, PythonText.Alphabetic, SpecialCharacters.Set];

    [Property(MaxTest = 1000)]
    public Property Counting_is_asking_one_by_one() => Prop.ForAll(
        Texts.ToArbitrary(),
        text => Sets.All(set => set.Count(text) == OneByOne(set, text)));

    [Property(MaxTest = 1000)]
    public Property Counting_words_is_splitting_them() => Prop.ForAll(
        Texts.ToArbitrary(),
        text =>
        {
            using var words = Words.Split(text);
            return Words.Count(text) == words.Count;
        });

    [Fact]
    public void Special_are_as_many_as_Data_Juicer_has() => Assert.Equal(1618, Enumerable.Range(0, 0x110000).Count(SpecialCharacters.Set.Contains));

    private static Gen<string> Texts => Gen.Elements(Parts).ArrayOf().Select(parts => string.Concat(parts));

    private static int OneByOne(CodePointSet set, string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length;)
        {
            count += set.Contains(CodePoints.At(text, i, out var units)) ? 1 : 0;
            i += units;
        }

        return count;
    }
}
