namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>The signs of each character and, with them, the signs that make a pair of mojibake when they follow it.</summary>
internal static class SignsTable
{
    private static readonly (Signs Before, Signs After)[] BadPairs =
    [
        (Signs.Bad | Signs.Lower | Signs.Upper | Signs.Box | Signs.Opening | Signs.Closing | Signs.Currency | Signs.Numeric | Signs.Law, Signs.Bad),
        (Signs.Bad, Signs.Lower | Signs.Upper | Signs.Box | Signs.Opening | Signs.Closing | Signs.Currency | Signs.Numeric | Signs.Law),
        (Signs.Lower | Signs.LowerForeign | Signs.Box | Signs.Closing | Signs.Currency | Signs.Numeric, Signs.Upper),
        (Signs.Box | Signs.Closing | Signs.Currency | Signs.Numeric, Signs.Lower),
        (Signs.Lower | Signs.Box | Signs.Closing, Signs.Currency),
        (Signs.Upper | Signs.Box, Signs.Numeric | Signs.Law),
        (Signs.Currency | Signs.Numeric | Signs.Box, Signs.Opening),
        (Signs.Box, Signs.Face | Signs.Closing),
        (Signs.Lower | Signs.Upper | Signs.Currency | Signs.Numeric | Signs.Opening | Signs.Closing | Signs.Law, Signs.Box),
        (Signs.Upper, Signs.Degree),
    ];

    // Facts about ftfy 6.3's heuristic; "x-y" is a range.
    private static readonly (Signs Sign, string Members)[] Members =
    [
        (Signs.Common, "\u00A0\u00AD´·–—―’…"),
        (Signs.C1, "\u0080-\u009F"),
        (Signs.Bad, "¤¦¨ª¬¯¸ºƒˆˇ˘˛˜†‡‰⌐◊\uFFFD"),
        (Signs.Law, "§¶"),
        (Signs.Currency, "¢£¥₧€"),
        (Signs.Opening, "¡©«¿΄΅‘‚“„•‹\uF8FF"),
        (Signs.Closing, "®»˝”›™"),
        (Signs.Numeric, "±²³µ¹¼½¾×÷⁄№∂∆∏∑√∞∩∫≈≠≡≤≥"),
        (Signs.Face, "°Ò-ÖÙ-Üò-öø-üŌŐŪŲ"),
        (Signs.Upper, "À-ÑØÜÝĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"),
        (Signs.Lower, "ß-ñüāăąćčďđēėęěğģīįķĺļľłœŕśşšťźżžґ\uFB01\uFB02"),
        (Signs.UpperForeign, "ÞΆΈ-ΊΌΎΏΑ-ΫЁ-Я"),
        (Signs.LowerForeign, "ά-ωа-џ"),
        (Signs.Box, "│┌┐┘├┤┬┼═-╬▀▄█▌▐-▓"),
        (Signs.Degree, "°"),
        (Signs.Telling, TellingSequences.Starts),
    ];

    private static readonly CharTable<uint> Table = Build();

    /// <summary>The character's signs in the low half, the signs that must not follow it in the high half.</summary>
    public static uint Entry(char c) => Table[c];

    /// <summary>The character's signs.</summary>
    public static Signs Of(char c) => (Signs)Table[c];

    private static CharTable<uint> Build()
    {
        var table = new CharTable<uint>();
        foreach (var (sign, members) in Members)
        {
            for (var i = 0; i < members.Length; i++)
            {
                var isRange = i + 2 < members.Length && members[i + 1] == '-';
                for (var c = members[i]; c <= members[isRange ? i + 2 : i]; c++)
                {
                    table.At(c) |= (uint)sign | Followers(sign);
                }

                i += isRange ? 2 : 0;
            }
        }

        return table;
    }

    private static uint Followers(Signs sign) => BadPairs.Where(p => (p.Before & sign) != 0).Aggregate(0u, (all, p) => all | ((uint)p.After << 16));
}
