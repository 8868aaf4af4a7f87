using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning;

/// <summary>Simplifies texts as datatrove does before it compares them: lower case, 0 for numbers, blanks for punctuation, letters without marks, single blanks.</summary>
[Operator("text_normalization_mapper", Example = "{ lowercase: true, norm_numbers: false }")]
internal sealed class TextNormalizationMapper(TextNormOptions options) : Mapper
{
    protected override void Map(Sample sample) => sample.Text = TextNormalization.Simplify(sample.Text, options);
}
