using System.Globalization;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds four numbers of 0 to 255 with full stops between, as datatrove does: without a look at what stands around them.</summary>
internal static class Ipv4Addresses
{
    private const int Numbers = 4;

    /// <summary>The next at or behind a place; false where there is none.</summary>
    public static bool TryNext(ReadOnlySpan<char> text, int from, out TextSpan address)
    {
        for (var dot = NextDot(text, from); dot >= 0; dot = NextDot(text, dot + 1))
        {
            for (var start = Math.Max(from, dot - 3); start < dot; start++)
            {
                if (IsNumber(text[start..dot]) && TryReadAt(text, start, out var end))
                {
                    address = new(start, end);
                    return true;
                }
            }
        }

        address = default;
        return false;
    }

    /// <summary>Whether one starts at a place, and where it ends.</summary>
    public static bool TryReadAt(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        for (var i = 1; i < Numbers; i++)
        {
            var length = text[end..].IndexOf('.');
            if (length < 0 || !IsNumber(text.Slice(end, length)))
            {
                return false;
            }

            end += length + 1;
        }

        for (var length = Math.Min(3, text.Length - end); length > 0; length--)
        {
            if (IsNumber(text.Slice(end, length)))
            {
                end += length;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it is an address at all: without leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<char> address, out uint value)
    {
        value = 0;
        foreach (var range in address.Split('.'))
        {
            var number = address[range];
            if (number is ['0', _, ..])
            {
                return false;
            }

            value = (value << 8) | uint.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return true;
    }

    // Up to one leading 0 or 1 ahead of two digits.
    private static bool IsNumber(ReadOnlySpan<char> digits)
    {
        if (digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        return digits.Length < 3 || digits[0] is '0' or '1' || (digits[0] == '2' && (digits[1] < '5' || (digits[1] == '5' && digits[2] < '6')));
    }

    private static int NextDot(ReadOnlySpan<char> text, int from)
    {
        var next = text[from..].IndexOf('.');
        return next < 0 ? -1 : from + next;
    }
}
