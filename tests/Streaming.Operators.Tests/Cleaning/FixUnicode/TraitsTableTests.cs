using System.Globalization;
using System.Text;
using Streaming.Operators.Cleaning.FixUnicode;

namespace Streaming.Operators.Tests.Cleaning.FixUnicode;

public sealed class TraitsTableTests
{
    [Fact]
    public void Characters_taken_for_stable_are_composed_and_never_combine()
    {
        var traits = new TraitsTable(UnicodeFixes.None, new CharacterForms(UnicodeFixes.None), NormalizationForm.FormC);
        for (var c = '\0'; c < '\uFFFE'; c++)
        {
            if ((traits.Of([c]) & Traits.Unstable) == 0)
            {
                Assert.True(c.ToString().IsNormalized(), $"U+{(int)c:X4} is not in NFC");
                Assert.False(CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark, $"U+{(int)c:X4} combines");
            }
        }
    }
}
