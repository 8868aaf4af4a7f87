using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Streaming.Imaging.Cascades;

/// <summary>Reads cascades in OpenCV's XML format (<c>type_id="opencv-cascade-classifier"</c>) and holds every number against what the scan relies on.</summary>
internal static class CascadeReader
{
    private const int MaxBytes = 32 << 20;
    private const int MaxDepth = 16;

    // Sums of squared levels in a window must fit 32 bits.
    private const int MaxSide = 128;
    private const int MaxAreas = 3;

    // What OpenCV takes off, so that rounding does not decide.
    private const float Tolerance = 1e-5f;

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none, of another kind, too large, or broken; the message says where.</exception>
    public static Cascade Read(Stream stream)
    {
        var root = Parse(Bounded(stream)).Element("cascade") ?? throw new InvalidDataException("There is no <cascade>: a cascade file of OpenCV 2 or later is wanted.");
        Expect(root, "stageType", "BOOST");
        Expect(root, "featureType", "HAAR");
        var (width, height) = (Side(root, "width"), Side(root, "height"));
        var features = Items(root, "features").Select(item => Feature(item, width, height)).ToArray();
        var stages = Items(root, "stages").Select((item, number) => Stage(item, number, features.Length)).ToArray();
        return features.Length > 0 && stages.Length > 0 ? new(width, height, stages, features) : throw new InvalidDataException("It has no stages or no features.");
    }

    private static byte[] Bounded(Stream stream)
    {
        var bytes = new MemoryStream();
        var part = new byte[1 << 16];
        while (stream.Read(part) is > 0 and var read)
        {
            bytes.Write(part, 0, read);
            if (bytes.Length > MaxBytes)
            {
                throw new InvalidDataException($"It has more than the {MaxBytes} bytes allowed.");
            }
        }

        return bytes.ToArray();
    }

    private static XElement Parse(byte[] bytes)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            // Once for the depth alone: what is nested a million deep would end the process when it is read as a tree.
            using (var reader = XmlReader.Create(new MemoryStream(bytes), settings))
            {
                while (reader.Read())
                {
                    if (reader.Depth > MaxDepth)
                    {
                        throw new InvalidDataException($"Its elements are nested more than {MaxDepth} deep.");
                    }
                }
            }

            return XElement.Load(XmlReader.Create(new MemoryStream(bytes), settings));
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"It is no XML, or cut short: {e.Message}", e);
        }
    }

    private static CascadeStage Stage(XElement item, int number, int features)
    {
        var threshold = Numbers(Child(item, "stageThreshold"), 1)[0];
        var trees = Items(item, "weakClassifiers").Select(tree => Tree(tree, features)).ToArray();
        return trees.Length > 0 ? new(trees, (float)threshold - Tolerance) : throw new InvalidDataException($"Stage {number} has no trees.");
    }

    private static CascadeTree Tree(XElement item, int features)
    {
        var numbers = Numbers(Child(item, "internalNodes"));
        var leaves = Array.ConvertAll(Numbers(Child(item, "leafValues")), leaf => (float)leaf);
        var count = numbers.Length / 4;
        if (count == 0 || numbers.Length % 4 != 0 || leaves.Length != count + 1)
        {
            throw new InvalidDataException($"A tree of {numbers.Length} numbers and {leaves.Length} leaves: four numbers a node and one leaf more than nodes are wanted.");
        }

        var nodes = new CascadeNode[count];
        for (var i = 0; i < count; i++)
        {
            // Only to nodes behind it, so that each walk ends.
            int Step(double to) => Whole(to) is var step && step >= -count && step < count && (step <= 0 || step > i) ? step : throw new InvalidDataException($"Node {i} of a tree leads to {to}.");
            var feature = Whole(numbers[(4 * i) + 2]);
            nodes[i] = feature >= 0 && feature < features
                ? new(feature, (float)numbers[(4 * i) + 3], Step(numbers[4 * i]), Step(numbers[(4 * i) + 1]))
                : throw new InvalidDataException($"A node asks for feature {feature} of {features}.");
        }

        // A single question has its two leaves in order, whatever it says.
        return new(count == 1 ? [nodes[0] with { Left = 0, Right = -1 }] : nodes, leaves);
    }

    private static HaarFeature Feature(XElement item, int width, int height)
    {
        var isTilted = item.Element("tilted") is { } tilted && Numbers(tilted, 1)[0] != 0;
        var areas = Items(item, "rects").Select(rect => Area(Numbers(rect, 5))).ToArray();
        return areas.Length is > 0 and <= MaxAreas && areas.All(area => isTilted ? FitsTilted(area.Box, width, height) : Fits(area.Box, width, height))
            ? new(areas, isTilted)
            : throw new InvalidDataException($"A feature has {areas.Length} rectangles, or one that leaves the window: {string.Join(", ", areas.Select(a => a.Box))}.");
    }

    private static WeightedBox Area(double[] numbers) => new(new(Whole(numbers[0]), Whole(numbers[1]), Whole(numbers[2]), Whole(numbers[3])), (float)numbers[4]);

    private static bool Fits(Box box, int width, int height) =>
        box is { X: >= 0 and <= MaxSide, Y: >= 0 and <= MaxSide, Width: >= 0 and <= MaxSide, Height: >= 0 and <= MaxSide } && box.Right <= width && box.Bottom <= height;

    private static bool FitsTilted(Box box, int width, int height) =>
        Fits(box with { Width = 0, Height = 0 }, width, height) && Fits(box with { X = 0, Y = 0 }, MaxSide, MaxSide)
        && box.X - box.Height >= 0 && box.X + box.Width <= width && box.Y + box.Width + box.Height <= height;

    private static int Side(XElement root, string name) => Whole(Numbers(Child(root, name), 1)[0]) is var side && side is >= 3 and <= MaxSide
        ? side
        : throw new InvalidDataException($"Its window's {name} is {side}, which is not between 3 and {MaxSide}.");

    private static void Expect(XElement root, string name, string value)
    {
        if (Child(root, name).Value.Trim() is var said && said != value)
        {
            throw new InvalidDataException($"Its {name} is '{said}': only {value} is read.");
        }
    }

    private static XElement Child(XElement of, string name) => of.Element(name) ?? throw new InvalidDataException($"<{of.Name}> has no <{name}>.");

    private static IEnumerable<XElement> Items(XElement of, string name) => Child(of, name).Elements("_");

    private static double[] Numbers(XElement element, int count = -1)
    {
        var numbers = element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite((float)number)
                ? number
                : throw new InvalidDataException($"<{element.Name}> has '{word}' where a number is wanted.")).ToArray();
        return count < 0 || numbers.Length == count ? numbers : throw new InvalidDataException($"<{element.Name}> has {numbers.Length} numbers instead of {count}.");
    }

    private static int Whole(double number) => number == Math.Floor(number) && Math.Abs(number) < int.MaxValue ? (int)number : throw new InvalidDataException($"{number} is no whole number.");
}
