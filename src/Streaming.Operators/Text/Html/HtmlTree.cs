using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace Streaming.Operators.Text;

/// <summary>Parses HTML as browsers do, without scripts, comments and positions, and within bounds.</summary>
internal static class HtmlTree
{
    // Nearly every step of the tree builder looks through the open elements, so time grows with depth × tags: without a bound, 100,000 nested tags took
    // two minutes. Pages nest about 30 deep, generated ones a few hundred.
    private const int MaxDepth = 1000;
    private const int TagsBetweenChecks = 64;

    // Observers of attributes serve pages that live, and cost time where nobody scripts them. Making a configuration for each page costs as much as a small page.
    private static readonly IConfiguration Static = Configuration.Default.Without<IAttributeObserver>();

    /// <summary>The document.</summary>
    /// <param name="html">The page.</param>
    /// <param name="keepsAttribute">Which attributes are kept: each costs time.</param>
    /// <exception cref="InvalidDataException">It nests deeper than 1,000 elements.</exception>
    public static IHtmlDocument Parse(string html, ShouldEmitAttribute keepsAttribute)
    {
        var guard = new DepthGuard();
        return new HtmlParser(new()
        {
            SkipComments = true,
            DisableElementPositionTracking = true,
            ShouldEmitAttribute = keepsAttribute,
            MaximumDepth = int.MaxValue,
            OnCreated = guard.Created,
        }, BrowsingContext.New(Static)).ParseDocument(html);
    }

    private sealed class DepthGuard
    {
        private INode? _last;
        private int _created;

        // The element at hand hangs in no tree yet; the one before it does.
        public void Created(IElement element, TextPosition position)
        {
            if (++_created % TagsBetweenChecks == 0)
            {
                var depth = 0;
                for (var node = _last; node is not null; node = node.Parent)
                {
                    depth++;
                }

                if (depth > MaxDepth)
                {
                    throw new InvalidDataException($"The HTML nests deeper than {MaxDepth} elements.");
                }
            }

            _last = element;
        }
    }
}
