using System.Globalization;
using Streaming.SampleDocuments.Documents;
using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Pictures;

/// <summary>The quickstart's pictures with the captions that a crawl finds beside them: many right, some of another picture, some of none.</summary>
internal static class Album
{
    private const int Count = 360;

    // Of a hundred; the rest is right.
    private const int Wrong = 25;
    private const int Useless = 15;

    /// <summary>The same for the same seed.</summary>
    public static IReadOnlyList<Picture> Make(ulong seed)
    {
        var dice = new Dice(seed);
        return [.. Enumerable.Range(0, Count).Select(number =>
        {
            var scene = Scene.Draw(dice);
            var roll = dice.Below(100);
            var (label, caption) = roll < Wrong ? (Labels.WrongCaption, Other(scene, dice).Caption)
                : roll < Wrong + Useless ? (Labels.UselessCaption, dice.Of<string>([$"IMG_{dice.Below(9_000) + 1_000}.jpg", "click to enlarge", "photo by our staff", "untitled (2)"]))
                : (Labels.Clean, scene.Caption);
            return new Picture($"picture-{number.ToString("D5", CultureInfo.InvariantCulture)}", Painter.Paint(scene, dice), caption, label, scene);
        })];
    }

    // Neither shape nor colour nor ground is right.
    private static Scene Other(Scene scene, Dice dice)
    {
        while (true)
        {
            var other = Scene.Draw(dice);
            if (other.Colour != scene.Colour && other.Shape != scene.Shape && other.Ground != scene.Ground)
            {
                return other;
            }
        }
    }
}

/// <summary>A picture of the quickstart.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Png">Its bytes.</param>
/// <param name="Caption">The caption that came with it.</param>
/// <param name="Label">What the caption is, one of <see cref="Labels"/>.</param>
/// <param name="Scene">What it shows.</param>
internal sealed record Picture(string Id, byte[] Png, string Caption, string Label, Scene Scene);
