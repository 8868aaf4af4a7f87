namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>The encodings that mojibake passes through, the likeliest first. The upper halves are the published code pages.</summary>
internal static class SingleByteEncodings
{
    /// <summary>ISO 8859-1.</summary>
    public static readonly SingleByteEncoding Latin1 = new("latin-1", string.Concat(Enumerable.Range(0x80, 128).Select(b => (char)b)), isSloppy: false);

    /// <summary>Western European.</summary>
    public static readonly SingleByteEncoding Windows1252 = new(
        "windows-1252",
        "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ" +
        "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿" +
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß" +
        "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
        isSloppy: true);

    /// <summary>Cyrillic.</summary>
    public static readonly SingleByteEncoding Windows1251 = new(
        "windows-1251",
        "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ" +
        "\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї" +
        "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ" +
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        isSloppy: true);

    /// <summary>Central European.</summary>
    public static readonly SingleByteEncoding Windows1250 = new(
        "windows-1250",
        "€\u0081‚\u0083„…†‡\u0088‰Š‹ŚŤŽŹ\u0090‘’“”•–—\u0098™š›śťžź" +
        "\u00A0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00AD®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż" +
        "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß" +
        "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
        isSloppy: true);

    /// <summary>Greek.</summary>
    public static readonly SingleByteEncoding Windows1253 = new(
        "windows-1253",
        "€\u0081‚ƒ„…†‡\u0088‰\u008A‹\u008C\u008D\u008E\u008F\u0090‘’“”•–—\u0098™\u009A›\u009C\u009D\u009E\u009F" +
        "\u00A0΅Ά£¤¥¦§¨©ª«¬\u00AD®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ" +
        "ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡÒΣΤΥΦΧΨΩΪΫάέήί" +
        "ΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώÿ",
        isSloppy: true);

    /// <summary>Turkish.</summary>
    public static readonly SingleByteEncoding Windows1254 = new(
        "windows-1254",
        "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008D\u008E\u008F\u0090‘’“”•–—˜™š›œ\u009D\u009EŸ" +
        "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿" +
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß" +
        "àáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
        isSloppy: true);

    /// <summary>Baltic.</summary>
    public static readonly SingleByteEncoding Windows1257 = new(
        "windows-1257",
        "€\u0081‚\u0083„…†‡\u0088‰\u008A‹\u008C¨ˇ¸\u0090‘’“”•–—\u0098™\u009A›\u009C¯˛\u009F" +
        "\u00A0¡¢£¤¥¦§Ø©Ŗ«¬\u00AD®Æ°±²³´µ¶·ø¹ŗ»¼½¾æ" +
        "ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽß" +
        "ąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙",
        isSloppy: true);

    /// <summary>ISO 8859-2.</summary>
    public static readonly SingleByteEncoding Latin2 = new(
        "iso-8859-2",
        string.Concat(Enumerable.Range(0x80, 32).Select(b => (char)b)) +
        "\u00A0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00ADŽŻ°ą˛ł´ľśˇ¸šşťź˝žż" +
        "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß" +
        "ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
        isSloppy: false);

    /// <summary>Classic Mac OS, Western; the currency sign already replaced by the euro.</summary>
    public static readonly SingleByteEncoding MacRoman = new(
        "macroman",
        "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü" +
        "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø" +
        "¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ" +
        "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
        isSloppy: false);

    /// <summary>The first IBM PCs (code page 437).</summary>
    public static readonly SingleByteEncoding Dos = new(
        "cp437",
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ" +
        "áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
        "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
        "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0",
        isSloppy: false);

    /// <summary>All of them, in the order in which they are tried.</summary>
    public static readonly SingleByteEncoding[] All =
        [Latin1, Windows1252, Windows1251, Windows1250, Windows1253, Windows1254, Windows1257, Latin2, MacRoman, Dos];

    /// <summary>Those in which UTF-8's lead and continuation bytes look like letters, as in Latin-1: the first seven.</summary>
    public static ReadOnlySpan<SingleByteEncoding> LatinLike => All.AsSpan(0, 7);
}
