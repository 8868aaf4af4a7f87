namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>What a character may be in mojibake: which encodings have it (one bit each, in the order of <see cref="SingleByteEncodings.All"/>), and which part of a UTF-8 sequence it may stand for.</summary>
[Flags]
internal enum CharRoles : ushort
{
    None = 0,

    /// <summary>The bits of the ten encodings.</summary>
    InAllEncodings = (1 << 10) - 1,

    InLatin1 = 1,

    /// <summary>A lead byte C2–DF, of a sequence of two.</summary>
    LeadsTwo = 1 << 10,

    /// <summary>A lead byte E0–EF, of a sequence of three.</summary>
    LeadsThree = 1 << 11,

    /// <summary>A lead byte F0 or F3, of a sequence of four; the others lead to nothing that is assigned.</summary>
    LeadsFour = 1 << 12,

    /// <summary>A continuation byte 80–BF, or the space that byte A0 may have become.</summary>
    Continues = 1 << 13,

    /// <summary>A continuation byte whose character rarely stands for itself beside mojibake: no space, dash, bullet, quotation mark or ellipsis.</summary>
    ContinuesStrictly = 1 << 14,
}

/// <summary>The roles of each character, worked out from the encodings themselves.</summary>
internal static class CharRolesTable
{
    // Dashes, quotation marks, the bullet and the ellipsis: common punctuation next to real text.
    private const string Punctuation = "\u2013\u2014\u2015\u2018\u2019\u201A\u201C\u201D\u201E\u2022\u2026";

    private static readonly CharTable<CharRoles> Roles = Build();

    public static CharRoles Of(char c) => Roles[c];

    /// <summary>The encodings that have every character of the text.</summary>
    public static CharRoles EncodingsOf(ReadOnlySpan<char> text)
    {
        var all = CharRoles.InAllEncodings;
        foreach (var c in text)
        {
            all &= Roles[c];
            if (all == 0)
            {
                break;
            }
        }

        return all;
    }

    private static CharTable<CharRoles> Build()
    {
        var roles = new CharTable<CharRoles>();
        for (var e = 0; e < SingleByteEncodings.All.Length; e++)
        {
            AddEncoding(roles, SingleByteEncodings.All[e], (CharRoles)(1 << e));
        }

        foreach (var encoding in SingleByteEncodings.LatinLike)
        {
            for (var i = 0; i < 128; i++)
            {
                roles.At(encoding.UpperHalf[i]) |= RoleOf(0x80 + i, encoding.UpperHalf[i]);
            }
        }

        roles.At(' ') |= CharRoles.Continues;
        return roles;
    }

    private static void AddEncoding(CharTable<CharRoles> roles, SingleByteEncoding encoding, CharRoles bit)
    {
        for (var c = '\0'; c < 0x80; c++)
        {
            // Byte 1A is taken in a sloppy encoding: it stands for what was lost.
            roles.At(c) |= encoding.IsSloppy && c == SingleByteEncoding.Lost ? 0 : bit;
        }

        foreach (var c in encoding.UpperHalf)
        {
            roles.At(c) |= bit;
        }

        if (encoding.IsSloppy)
        {
            roles.At('\uFFFD') |= bit;
        }
    }

    private static CharRoles RoleOf(int utf8, char c) => utf8 switch
    {
        < 0xC0 => CharRoles.Continues | (Punctuation.Contains(c, StringComparison.Ordinal) ? 0 : CharRoles.ContinuesStrictly),
        >= 0xC2 and < 0xE0 => CharRoles.LeadsTwo,
        >= 0xE0 and < 0xF0 => CharRoles.LeadsThree,
        0xF0 or 0xF3 => CharRoles.LeadsFour,
        _ => CharRoles.None,
    };
}
