using System.Text.Json;
using Streaming.Imaging;
using Streaming.Imaging.Cascades;

namespace Streaming.Operators.Tests.Images.Faces;

/// <summary>Boxes that OpenCV 4.6 found in pictures of drawn faces and of noise: by the built-in cascade, and by one of our own with slanted features and trees of several questions.</summary>
public sealed class CascadeDetectorTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Images", "Faces");

    /// <summary>What was recorded, by number.</summary>
    public static TheoryData<int> Recordings => new(Enumerable.Range(0, Recorded.Count));

    private static IReadOnlyList<JsonElement> Recorded { get; } = [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "opencv.json"))).RootElement.EnumerateArray()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Finds_the_boxes_that_OpenCV_finds(int number)
    {
        var recorded = Recorded[number];
        (int, int)? Size(string name) => recorded.TryGetProperty(name, out var size) ? (size[0].GetInt32(), size[1].GetInt32()) : null;
        var cascade = recorded.GetProperty("cascade").GetString()!;
        var settings = new ScanSettings(recorded.GetProperty("scaleFactor").GetDouble(), recorded.GetProperty("minNeighbors").GetInt32(), Size("minSize"), Size("maxSize"));

        var found = new CascadeDetector(CascadeFiles.Open(cascade == CascadeFiles.FrontalFace ? cascade : Path.Combine(_folder, cascade)), settings).Find(Open(recorded.GetProperty("picture").GetString()!));

        var expected = recorded.GetProperty("boxes").EnumerateArray().Select(box => new Box(box[0].GetInt32(), box[1].GetInt32(), box[2].GetInt32(), box[3].GetInt32()));
        Assert.Equal(InOrder(expected), InOrder(found));
    }

    [Fact]
    public void Boxes_hang_together_as_when_each_is_held_against_each_other()
    {
        var random = new Random(3);
        var boxes = Enumerable.Range(0, 800).Select(_ => random.Next(20, 90) is var side ? new Box(random.Next(400), random.Next(300), side, side * 3 / 2) : default).ToList();
        var groups = Enumerable.Range(0, boxes.Count).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < boxes.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (groups[i] != groups[j] && BoxGroups.AreAlike(boxes[i], boxes[j]))
                    {
                        groups[i] = groups[j] = Math.Min(groups[i], groups[j]);
                        changed = true;
                    }
                }
            }
        }

        Assert.Equal(groups, AlikeBoxes.RootsOf(boxes));
        Assert.InRange(groups.Distinct().Count(), 20, 780);
    }

    [Fact]
    public void A_picture_smaller_than_the_window_shows_nothing() =>
        Assert.Empty(new CascadeDetector(CascadeFiles.Open(""), new(1.1, 0, null, null)).Find(Pictures.Gray(19, 400, (x, y) => (x * y) % 256)));

    private static RgbImage Open(string picture) => ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(_folder, picture)));

    private static IEnumerable<Box> InOrder(IEnumerable<Box> boxes) => boxes.OrderBy(b => b.X).ThenBy(b => b.Y).ThenBy(b => b.Width).ThenBy(b => b.Height);
}
