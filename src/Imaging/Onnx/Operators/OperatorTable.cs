namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>The operators that are computed here: those of face detectors and recognisers.</summary>
internal static class OperatorTable
{
    /// <summary>Makes a step of a node; null when the operator, or this form of it, is not supported.</summary>
    public static Computed? Build(NodeView node) => node.Node.Operator switch
    {
        "Conv" => Convolution.Build(node),
        "Gemm" => Products.Gemm(node),
        "MatMul" => Products.MatMul(node),
        "BatchNormalization" => Normalization.Build(node),
        "MaxPool" or "AveragePool" => Pooling.Build(node),
        "GlobalAveragePool" => Pooling.Global(node),
        "Add" => Binary.Build(node, new Binary.Add()),
        "Sub" => Binary.Build(node, new Binary.Subtract()),
        "Mul" => Binary.Build(node, new Binary.Multiply()),
        "Div" => Binary.Build(node, new Binary.Divide()),
        "PRelu" => Binary.Slopes(node),
        "Relu" => Unary.Relu(node),
        "Sigmoid" => Unary.Build(node, value => 1 / (1 + MathF.Exp(-value))),
        "Tanh" => Unary.Build(node, MathF.Tanh),
        "Sqrt" => Unary.Build(node, MathF.Sqrt),
        "Exp" => Unary.Build(node, MathF.Exp),
        "LeakyRelu" => Unary.LeakyRelu(node),
        "HardSigmoid" => Unary.HardSigmoid(node),
        "HardSwish" => Unary.Build(node, value => value * Math.Clamp((value / 6) + 0.5f, 0, 1)),
        "Clip" => Unary.Clip(node),
        "Softmax" => Softmax.Build(node),
        "Transpose" => Layout.Transpose(node),
        "Concat" => Layout.Concat(node),
        "Resize" or "Upsample" => Upsampling.Build(node),
        "Reshape" => Reshaping.Reshape(node),
        "Flatten" => Reshaping.Flatten(node),
        "Squeeze" => Reshaping.Squeeze(node),
        "Unsqueeze" => Reshaping.Unsqueeze(node),
        "Identity" or "Dropout" => Computed.Same(node.Input(0)),
        "Constant" => Computed.Same(node.TensorOf("value")),
        _ => null,
    };
}
