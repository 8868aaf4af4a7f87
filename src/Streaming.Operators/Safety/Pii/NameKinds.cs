using Streaming.Models.Encoders;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Safety.Pii;

/// <summary>What models' labels mean.</summary>
internal static class NameKinds
{
    /// <summary>The kind of personal details; null for other things.</summary>
    public static PiiKind? Of(string label) => label.ToUpperInvariant() switch
    {
        "PER" or "PERS" or "PERSON" or "NAME" or "GIVENNAME" or "SURNAME" or "FIRSTNAME" or "LASTNAME" or "MIDDLENAME" => PiiKind.Person,
        "LOC" or "LOCATION" or "GPE" or "PLACE" => PiiKind.Location,
        "ORG" or "ORGANIZATION" or "ORGANISATION" or "CORP" => PiiKind.Organization,
        _ => null,
    };

    /// <summary>The kind of personal details.</summary>
    public static PiiKind ToPii(this NameKind kind) => kind switch
    {
        NameKind.Person => PiiKind.Person,
        NameKind.Location => PiiKind.Location,
        _ => PiiKind.Organization,
    };

    /// <summary>Where an entity lies, from its first letter or digit to its last: tokenizers without words of their own put punctuation to them.</summary>
    public static TextSpan Trimmed(string text, Entity entity)
    {
        var (start, end) = (entity.Start, entity.End);
        while (start < end && !IsPart(text[start]))
        {
            start++;
        }

        while (start < end && !IsPart(text[end - 1]))
        {
            end--;
        }

        return new(start, end);
    }

    // Halves of characters and marks on letters too.
    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
