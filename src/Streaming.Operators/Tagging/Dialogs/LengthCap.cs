using System.Globalization;
using Streaming.Operators.Text;

namespace Streaming.Operators.Tagging.Dialogs;

/// <summary>Shortens texts: their beginning and end stay, with a mark between them that says what is missing. Lengths are characters (code points).</summary>
/// <param name="maxChars">The longest text that stays as it is; 0 for any.</param>
/// <param name="headRatio">The beginning's share of what stays.</param>
internal sealed class LengthCap(int maxChars, double headRatio)
{
    private const int MarkerReserve = 128;
    private const int LeastForBothEnds = 400;
    private const int LeastEnd = 200;
    private const int LeastHead = 120;
    private const int CutReserve = 48;
    private const string CutMark = "\n…[truncated — agent_dialog_normalize_mapper]…";

    /// <summary>The text, shortened if it is too long; then <paramref name="isShortened"/> is set.</summary>
    public string Apply(string text, ref bool isShortened)
    {
        if (maxChars <= 0 || text.Length <= maxChars)
        {
            return text;
        }

        var places = new CodePointPlaces(text);
        if (places.Count <= maxChars)
        {
            return text;
        }

        isShortened = true;
        return Shortened(text, places);
    }

    // The numbers are Data-Juicer's.
    private string Shortened(string text, CodePointPlaces places)
    {
        var budget = maxChars - MarkerReserve;
        if (budget < LeastForBothEnds)
        {
            return places.Slice(0, Math.Max(0, maxChars - CutReserve)) + CutMark;
        }

        var head = Math.Max(LeastEnd, (int)(budget * Math.Clamp(headRatio, 0.35, 0.85)));
        var tail = budget - head;
        if (tail < LeastEnd)
        {
            (head, tail) = (Math.Max(LeastEnd, budget - LeastEnd), LeastEnd);
        }

        var omitted = places.Count - head - tail;
        if (omitted <= 0)
        {
            return text;
        }

        var mark = string.Create(CultureInfo.InvariantCulture, $"\n\n[··· {omitted} chars omitted from middle; head+tail preserved — agent_dialog_normalize_mapper]\n\n");
        head = head + mark.Length + tail > maxChars ? Math.Max(LeastHead, maxChars - mark.Length - tail) : head;
        return places.Slice(0, head) + mark + places.Slice(places.Count - tail, places.Count);
    }
}
