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

    /// <summary>What of an entity lies outside labels that stand in the text already.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="labels">The labels from the first one on that may reach into it, in order; those that end before it are taken off.</param>
    public static IEnumerable<TextSpan> Outside(Entity entity, Queue<TextSpan> labels)
    {
        while (labels.TryPeek(out var passed) && passed.End <= entity.Start)
        {
            labels.Dequeue();
        }

        var start = entity.Start;
        foreach (var label in labels.TakeWhile(label => label.Start < entity.End))
        {
            yield return new(start, Math.Max(start, label.Start));
            start = Math.Max(start, label.End);
        }

        yield return new(start, Math.Max(start, entity.End));
    }

    /// <summary>A part of a text from its first letter or digit to its last: tokenizers without words of their own put punctuation to them.</summary>
    public static TextSpan Trimmed(string text, TextSpan span)
    {
        var (start, end) = (span.Start, span.End);
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
