_base_ = ['../../../_base_/default_runtime.py']

# base dataset settings
dataset_type = 'CocoDataset'
data_mode = 'topdown'
data_root = 'data/'

# pipelines
train_pipeline = [
    dict(type='LoadImage', backend_args={{_base_.backend_args}}),
    dict(type='RandomFlip', direction='horizontal'),
]

# train datasets
dataset_coco = dict(
    type=dataset_type,
    data_root=data_root,
    data_mode=data_mode,
    ann_file='coco/annotations/person_keypoints_train2017.json',
    data_prefix=dict(img='detection/coco/train2017/'),
    pipeline=[],
)

# data loaders
train_dataloader = dict(
    batch_size=256,
    num_workers=10,
    dataset=dict(
        type='CombinedDataset',
        metainfo=dict(from_file='configs/_base_/datasets/coco.py'),
        datasets=[dataset_coco],
        pipeline=train_pipeline,
        test_mode=False,
    ))

# evaluators
test_evaluator = dict(
    type='CocoMetric',
    ann_file=data_root + 'coco/annotations/person_keypoints_val2017.json')
val_evaluator = test_evaluator
