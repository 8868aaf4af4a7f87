using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Streaming.Operators.Cleaning.FixUnicode;

namespace Streaming.Operators.Tests.Cleaning.FixUnicode;

public sealed class UnicodeRepairTests
{
    private static readonly UnicodeRepair Repair = new(UnicodeFixes.All, NormalizationForm.FormC);

    [Theory]
    [InlineData("plain text, with <b>markup</b> and tabs\tand\nlines")]
    [InlineData("Der Zug nach München, fünfzig Minuten später: die Größe fehlt")]
    [InlineData("Поезд опаздывает на пятьдесят минут")]
    [InlineData("资料处理是机器学习的基础。")]
    [InlineData("Nice day 😀 at the beach 👨\u200D👩\u200D👧")]
    public void Clean_text_comes_back_as_the_same_string(string clean)
    {
        Assert.Same(clean, Repair.Apply(clean));
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() => Assert.Equal("a\uFFFDb\uFFFD😀", Repair.Apply("a\uD83Db\uDCA9😀"));

    [Fact]
    public void Entities_are_decoded_up_to_the_first_line_with_markup() => Assert.Equal("&\n<p>&amp;</p>\n&amp;", Repair.Apply("&amp;\n<p>&amp;</p>\n&amp;"));

    [Fact]
    public void Each_line_is_read_in_the_encoding_of_its_own() => Assert.Equal("é\nпривет\né", Repair.Apply("Ã©\nРїСЂРёРІРµС‚\n├⌐"));

    [Fact]
    public void A_line_of_more_than_a_million_code_points_is_repaired_in_parts()
    {
        var filler = string.Concat(Enumerable.Repeat("😀", UnicodeRepair.LongestSegment - 1));
        Assert.Equal(filler + "Ã©", Repair.Apply(filler + "Ã©"));
    }

    [Theory]
    [InlineData(NormalizationForm.FormC, "Å\uFFFEé")]
    [InlineData(NormalizationForm.FormD, "A\u030A\uFFFEe\u0301")]
    public void The_reversed_byte_order_mark_does_not_stop_normalization(NormalizationForm form, string normalized) =>
        Assert.Equal(normalized, new UnicodeRepair(UnicodeFixes.All, form).Apply("\u212B\uFFFEe\u0301"));

    [Fact]
    public void Lone_surrogates_survive_where_their_fix_is_off() =>
        Assert.Equal("é\uD83D", new UnicodeRepair(UnicodeFixes.None, NormalizationForm.FormC).Apply("e\u0301\uD83D"));

    [Fact]
    public void Layers_of_ampersands_fold_at_once() => Assert.Equal("&", Repair.Apply("&" + string.Concat(Enumerable.Repeat("amp;", 100_000))));

    [Fact]
    public void Hostile_nesting_stops_after_a_fixed_number_of_passes()
    {
        // "&#5" + "7" + ";" is a 9, which makes the next "&#4" + "9" + ";" a 1, and so on: a pass for each five characters.
        var text = "7";
        for (var i = 0; i < 20_000; i++)
        {
            text = $"&#{(i % 2 == 0 ? 5 : 4)}{text};";
        }

        Assert.InRange(text.Length - Repair.Apply(text).Length, 1, 64 * 5);
    }

    [Property(MaxTest = 300)]
    public bool Printable_ascii_without_ampersands_is_left_alone(NonNull<string> text)
    {
        var ascii = new string([.. text.Get.Where(c => c is >= ' ' and <= '~' and not '&' or '\n' or '\t')]);
        return ReferenceEquals(Repair.Apply(ascii), ascii);
    }

    [Property(MaxTest = 2000)]
    public Property Repairing_twice_changes_nothing_more() => Prop.ForAll(Broken(), text =>
    {
        // A carriage return becomes a line end only while its line is repaired: a second time there are more lines to decide for.
        var repaired = Repair.Apply(text.Replace("\r", "", StringComparison.Ordinal));
        return Repair.Apply(repaired) == repaired;
    });

    [Property(MaxTest = 2000)]
    public Property The_quick_look_never_hides_a_repair() => Prop.ForAll(Broken(), text =>
    {
        // A line end in front sends the text through the line by line way.
        var forced = "\u201C\n" + text;
        return Repair.Apply(forced) == "\"\n" + Repair.Apply(text);
    });

    [Property(MaxTest = 2000)]
    public Property What_comes_out_is_normalized_and_without_lone_surrogates() => Prop.ForAll(Broken(), text =>
    {
        var parts = Repair.Apply(text).Split('\uFFFE');
        return parts.All(part => Surrogates.FindLone(part, 0) < 0 && part.IsNormalized());
    });

    // Units that matter to some rule, so that their sequences meet.
    private static Arbitrary<string> Broken()
    {
        var upperHalves = string.Concat(SingleByteEncodings.All.Select(e => e.UpperHalf));
        var unit = Gen.Frequency(
            (6, Gen.Elements(upperHalves.ToCharArray()).Select(c => c.ToString())),
            (3, Gen.Elements("&amp;", "&#x2019;", "\x1B[1m", "\uD83D", "\uDCA9", "😀", "\uFFFE", "\u0301", "\u0345", "\r", "\r\n", "\n", "\uFFFD", "\uFB01", "\u3000", "\u1100\u1161")),
            (3, Gen.Elements(" aZ9.?<_".ToCharArray()).Select(c => c.ToString())));
        return Gen.ListOf(unit).Select(units => string.Concat(units)).ToArbitrary();
    }
}
